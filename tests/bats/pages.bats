load helper

# Pages to show, as a browser has them: forkbench --html, forktrace export --format html.

setup_file() {
	# shellcheck disable=SC2016
	[[ ${COWSH:-build/cowsh} == *cowsh* ]] || skip "is about cowsh alone"
}

needs_browser() {
	! in_valgrind || skip "is about the page, not about the shell"
	command -v chromium >/dev/null || skip "chromium is not installed"
	command -v python3 >/dev/null || skip "python3 is not installed"
	# The first start makes its folder, and shows whether there is a browser that starts at all.
	printf '<p>empty</p>\n<script>nosuch()</script>\n' >empty.html
	browse empty || skip "chromium does not start here"
	grep -q CONSOLE empty.err
}

# browse NAME: NAME.html as the browser has read it in NAME.dom, a picture of it in NAME.png, what it complains of in
# NAME.err. It has no network.
browse() {
	local wanted
	for wanted in --dump-dom "--screenshot=$PWD/$1.png"; do
		timeout $((60 * ${SLOWNESS:-1})) chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
			--user-data-dir="$PWD/profile" --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr \
			--window-size=1100,1600 "$wanted" "file://$PWD/$1.html" >"$1.dom.new" 2>"$1.err" 3>&- || return
		[ "$wanted" != --dump-dom ] || mv "$1.dom.new" "$1.dom"
	done
	[ -s "$1.dom" ] && [ -s "$1.png" ]
}

# The page NAME is there, with something on it, and without a word of the browser's about it.
is_shown() {
	browse "$1"
	fails_to grep CONSOLE "$1.err"
	[ "$(wc -c <"$1.png")" -gt "$(($(wc -c <empty.png) + 10000))" ]
	fails_to grep -E 'https?:[^"]*\.[a-z]+/|<script|<link|<img|src=|url\(|@import' <(grep -v 'xmlns=' "$1.html")
}

@test "a page of forkbench has the figures of its JSON, in a browser that says nothing against it" {
	needs_browser
	shell -c 'forkbench -m fork,vfork,posix_spawn -s 0,1M,2M -n 10 --html page.html --json >result.json'
	exits 0
	silent
	is_shown page
	python3 - page.dom result.json <<-'END'
		import html.parser, json, sys
		class Page(html.parser.HTMLParser):
		    def __init__(self):
		        super().__init__()
		        self.table, self.rows, self.texts, self.json, self.cell = None, {}, [], "", None
		        self.inside = None
		    def handle_starttag(self, tag, attrs):
		        attrs = dict(attrs)
		        if tag == "table":
		            self.table = attrs.get("id")
		        elif tag == "tr":
		            self.rows.setdefault(self.table, []).append([])
		        elif tag == "td":
		            self.cell = [attrs, ""]
		            self.rows[self.table][-1].append(self.cell)
		        self.inside = (tag, attrs.get("id"))
		    def handle_endtag(self, tag):
		        self.inside = None
		        if tag == "td":
		            self.cell = None
		    def handle_data(self, data):
		        if self.cell is not None:
		            self.cell[1] += data
		        if self.inside == ("pre", "json"):
		            self.json += data
		        if self.inside and self.inside[0] == "text":
		            self.texts.append(data)
		page = Page()
		page.feed(open(sys.argv[1], encoding="utf-8").read())
		result = json.load(open(sys.argv[2]))
		assert json.loads(page.json) == result
		rows = [row for row in page.rows["times"] if row]
		assert len(rows) == len(result["results"]) == 15
		def told(ns):
		    return [f"{ns / unit:.3g}{name}" for unit, name in ((1, "ns"), (1e3, "us"), (1e6, "ms"), (1e9, "s"))]
		for row, cell in zip(rows, result["results"]):
		    total = cell["total_ns"]
		    name = cell["method"] + ("+exec" if cell["exec"] else "")
		    assert row[0][1] == name and int(row[1][0]["data-bytes"]) == cell["memory_bytes"]
		    assert int(row[2][1]) == cell["samples"]
		    times = [total["median"], total["lower_quartile"], total["upper_quartile"], total["least"],
		             cell["call_ns"]["median"]]
		    cells = [row[3]] + row[5:]
		    assert [float(at[0]["data-ns"]) for at in cells] == times, (cells, times)
		    for at, ns in zip(cells, times):
		        number, unit = at[1].split()
		        scale = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[unit]
		        assert abs(float(number) * scale - ns) <= 0.006 * ns, (at, ns)
		    # The bars of the largest size have the median beside them, as the table has it.
		    if cell["memory_bytes"] == 2 << 20:
		        assert name in page.texts and row[3][1] in page.texts
		fits = [row for row in page.rows["lines"] if row]
		assert [float(row[2][0]["data-ns"]) for row in fits] == [line["ns_per_mebibyte"] for line in result["lines"]]
	END
}

@test "a page of a trace has a bar for each record, in a browser that says nothing against it" {
	needs_browser
	cat >script <<-'END'
		f() { (/bin/sleep 0.1; /bin/true '<b>&"quoted"'); }
		f
		/bin/echo a | /bin/cat >/dev/null
		/bin/sleep 0.1 & wait
	END
	"$COWSH" --forktrace=trace script
	shell -c 'forktrace export --format html trace >page.html'
	exits 0
	silent
	is_shown page
	records=$(grep -v '"kind": "sample"' trace | grep -c '"type": "record"')
	[ "$records" -ge 6 ]
	[ "$(grep -o '<rect ' page.dom | wc -l)" -eq "$records" ]
	[ "$(grep -o '<li>' page.dom | wc -l)" -eq "$records" ]
	grep -q '&lt;b&gt;&amp;"quoted"' page.dom
}

@test "where the page cannot be written nothing is measured" {
	shell -c 'forkbench -s 0 -n 1 --html /nosuch/page.html'
	exits 1
	prints
	complains 'forkbench: /nosuch/page.html: No such file or directory'
	shell -c 'forkbench --memory --html page.html'
	exits 2
	complains '--html does not go with --memory'
	[ ! -e page.html ]
}
