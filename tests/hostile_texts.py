"""Texts that a format could take for more than text: what a plan, a list or a fee file may hold."""

LONGEST = 32_767
"""Characters of a cell of a workbook, as Office programs count them."""

MARKDOWN = (
    *(
        "# Two years",
        "## x ##",
        "#12",
        "C# #",
        "Year 7 #",
        "---",
        "- - -",
        "***",
        "___",
        "===",
        "=",
    ),
    *("> x", ">", "- x", "+ x", "* x", "-", "1. x", "12) x", "1.", "- [ ] x", "-\tx", "2026. Ja"),
    *(
        "| a | b |",
        "|---|---|",
        "a | b \\| c",
        "    four",
        "  two",
        "ends  ",
        "a  b",
        "\\",
        "x\\",
        "\\\\",
    ),
    *(
        "[x](javascript:alert(1))",
        "[x]: http://x.example",
        "[x][1]",
        "![x](http://x.example/x.png)",
    ),
    *(
        "[^1]",
        "[^1]: note",
        "<javascript:x>",
        "www.x.example",
        "http://x.example",
        "ftp://x.example/",
    ),
    *("https://x.example/?a=1&b=2", "<http://x.example>", "@user", "@org/team", "org/repo#12"),
    *("`code`", "```", "``` x", "a `` b", "~~~", "~~x~~", "**bold**", "__bold__", "*x*", "a_b_c"),
    *(
        "***x***",
        "**",
        "* *",
        ":::",
        "::: note",
        ":smile:",
        "$x$",
        "$$",
        "{{x}}",
        "{% x %}",
        "TRUE",
    ),
    *("&amp;", "&#35; x", "&lt;b&gt;", "&", "x & y", "&nbsp;", "\u00a0x", "x\u00a0"),
)
HTML = (
    *(
        "<script>alert(1)</script>",
        "<b>x</b>",
        "</td></table>",
        "</main>",
        "<!-- x",
        "-->",
        "<![CDATA[x",
    ),
    *(
        "<details>",
        "</summary>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=x>',
        "' onclick='x",
    ),
    *("]]>", "<?xml?>", "<!DOCTYPE x>", "&bogus;", "&#0;", "<w:p/>", "_x0041_", "a\"b'c"),
)
FORMULAS = (
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "'=1",
        "'",
        '=HYPERLINK("http://x.example")',
        "=cmd|' /C x'!A1",
    ),
    *("0012", "1e5", "1/2", "{=1}", '"', '""', 'a"b', "a,b", ";", "a;b", "mailto:x@y.example"),
)
COMMANDS = (
    *("::stop-commands::x", "::error::x", "::error file=x,line=1::y", "  ::add-mask::x", "::"),
    *("\u00a0::warning::x", "\u3000::notice::x", "::set-output name=a::b,c", '::debug::"x"'),
    *("##[error]x", "a ##[add-mask]x", "###[group]x", "##[", "%0A::error::x", "::x\n::error::y"),
)
SCREENS = (
    *(
        "[bold]x[/bold]",
        "[red",
        "[/]",
        "[link=http://x.example]x",
        "\x1b[31mx",
        "\x9b31mx",
        "\x1b]0;x\x07",
    ),
    *(
        "\x1bc",
        "a\bb",
        "a\rb",
        "\x7f",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "a\x0bb\x0cc",
        "\nx\n",
        "\0",
        "a\x85b",
    ),
)
SCRIPTS = (
    *(
        "Ysgol Gŵyr",
        "مدرسة",
        "בית ספר",
        "abc \u202egnp.exe",
        "\u2066x\u2069",
        "\u200fx",
        "a\u2028b\u2029c",
    ),
    *(
        "e\u0301\u0301\u0301",
        "\u0301x",
        "👩\u200d🏫 👍🏽",
        "🇬🇧",
        "学校 テスト",
        "ＦＵＬＬ",
        "x\u200by",
        "\ufeffx",
    ),
    *(
        "\ufffe\uffff",
        "\U0001f984",
        "\ue000",
        "ﬁn",
        "½ £ € – — …",
        "“q” ‘s’",
        "a\u00adb",
        "\U000e0001x",
    ),
)
TYPESET = (
    *("#let x = 1", "#{ panic() }", "$ x^2 $", "_x_", "*x*", "<label>", "#include", "= Heading"),
    *(
        "/ term: x",
        "// x",
        "/* x",
        "https://x.example/#a",
        "--",
        "...",
        "~",
        "\\u{41}",
        "#x.y",
        "[#x]",
    ),
)
CALENDARS = (
    *(
        ";",
        ",",
        "a;b,c\\n",
        "\\,",
        "BEGIN:VEVENT",
        "x\nEND:VCALENDAR",
        "SUMMARY:x",
        '"x":y',
        "x" * 74 + "é",
    ),
)
NO_TEXTS = ("\udcff", "a\ud800b", "\udfff\ud83d")
"""Halves of characters, which a flag or the name of a file may hold, and no file's text."""
LONG = (
    *("x" * 300, "word " * 80 + "end", "Donaudampfschifffahrt" * 12, "é" * 200, "学" * 120),
    *("http://" + "x" * 200, "-" * 200, "£1,000.00 " * 30 + "x", "a-b/" * 60),
)

HOSTILE = tuple(
    dict.fromkeys(
        (*MARKDOWN, *HTML, *FORMULAS, *COMMANDS, *SCREENS, *SCRIPTS, *TYPESET, *CALENDARS, *LONG)
    )
)
"""Every such text that a file can hold."""
HUGE = "Forty thousand characters. " * 1_500
"""More than a cell of a workbook holds."""
