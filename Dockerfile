# syntax=docker/dockerfile:1
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/newsbot ./cmd/newsbot \
 && mkdir -p /out/data && mkdir -m 1777 /out/tmp

# Static binary, time zones inside it; certificates are all it needs besides.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/newsbot /newsbot
COPY --from=build --chown=65532:65532 /out/data /var/lib/newsbot
COPY --from=build /out/tmp /tmp
USER 65532:65532
# The default store is newsbot.db in the working directory: here, the volume.
WORKDIR /var/lib/newsbot
VOLUME /var/lib/newsbot
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["/newsbot", "health"]
ENTRYPOINT ["/newsbot"]
CMD ["run"]
