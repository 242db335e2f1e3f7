package parse_test

import "testing"

func TestTitlesAreReadOnceAndOnOneLine(t *testing.T) {
	inRSS := func(s string) string { return rss("<item><title>" + s + "</title></item>") }
	inAtom := func(kind, s string) string { return atom("<entry><title" + kind + ">" + s + "</title></entry>") }
	tests := []struct{ name, body, want string }{
		{"RSS holds HTML", inRSS("Oil &amp;amp; gas &lt;b&gt;up&lt;/b&gt;"), "Oil & gas up"},
		{"RSS with an ampersand escaped once", inRSS("AT&amp;T"), "AT&T"},
		{"RSS that shows a tag", inRSS("Why &amp;lt;b&amp;gt; is bold"), "Why <b> is bold"},
		{"CDATA", inRSS("<![CDATA[ Oil &amp; <i>gas</i> ]]>"), "Oil & gas"},
		{"CDATA beside text", inRSS("One <![CDATA[two]]> three"), "One two three"},
		{"less than", inRSS("5 &lt; 6 &amp;&amp; 7 &gt; 6"), "5 < 6 && 7 > 6"},
		{"what is no tag of HTML", inRSS("List&lt;String&gt; explained"), "List<String> explained"},
		{"lines and spaces", inRSS("One\n   two&#160;\tthree"), "One two three"},
		{"invisible signs", inRSS("soft\u00ADened \u202Eleft\u200B"), "softened left"},
		{"a number of windows-1252", inRSS("it&#146;s"), "it’s"},
		{"Atom text is text", inAtom("", "Why &lt;b&gt; is bold &amp;amp; why"), "Why <b> is bold &amp; why"},
		{"Atom HTML", inAtom(` type="html"`, "Oil &amp;amp; &lt;b&gt;gas&lt;/b&gt;"), "Oil & gas"},
		{"Atom XHTML", inAtom(` type="xhtml"`, `<div>Oil &amp; <b>gas</b> &lt;b&gt;</div>`), "Oil & gas <b>"},
		{"Atom 0.3", inAtom(` mode="escaped" type="text/html"`, "Oil &amp;amp; gas"), "Oil & gas"},
		{"Atom text that is HTML all the same", inAtom("", "&lt;p&gt;Oil&lt;/p&gt;"), "Oil"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := only(t, tt.body).Title; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTextKeepsItsParagraphs(t *testing.T) {
	tests := []struct{ name, html, want string }{
		{"paragraphs", "<p>One.</p>\n\n<p>Two <a href='x'>with</a> a link.</p>", "One.\nTwo with a link."},
		{"line breaks", "One.<br/>Two.<br><br>Three.", "One.\nTwo.\nThree."},
		{"a list", "Two things:<ul><li>bread</li><li>salt</li></ul>Done.", "Two things:\n- bread\n- salt\nDone."},
		{"a table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"what nobody sees", "<style>p{}</style><script>x('<p>')</script>Seen.<noscript><img src='x'></noscript>", "Seen."},
		{"inline tags do not part words", "un<b>believ</b>able", "unbelievable"},
		{"an empty list item", "<ul><li></li><li>one</li></ul>", "- one"},
		{"no tags at all", "One\n  goes on &amp; on.\n \nTwo.", "One goes on & on.\nTwo."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := only(t, rss("<item><title>a</title><description><![CDATA["+tt.html+"]]></description></item>")).Text; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
