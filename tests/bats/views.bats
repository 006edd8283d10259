load helper
load terminal

# The live views in real terminals: figures, percentages and colours against a program of known pages and the
# records of a file, at 80 by 24, at 200 by 50, and when the size changes meanwhile.

setup() {
	in_own_folder
	only_cowsh
	in_valgrind && skip "is about pages and times, which valgrind changes"
	sanitized && skip "is about pages and times, which the sanitizers change"
	command -v python3 >/dev/null || skip "python3 is not installed"
	terminal_setup
	make_reader
}

teardown() {
	terminal_teardown
	[ -z "${pages-}" ] || kill -KILL "$pages" 2>/dev/null || true
}

# The screen as `cells`, a list of rows of (letter, colour, whether reversed), for a few lines of Python.
make_reader() {
	cat >screen.py <<-'END2'
		import re, subprocess, sys
		COLOURS = {31: "red", 32: "green", 33: "yellow", 34: "blue", 35: "magenta", 36: "cyan"}
		def read():
		    rows, colour, reverse = [], "", False
		    for line in open("screen", encoding="utf-8").read().split("\n"):
		        row, at = [], 0
		        while at < len(line):
		            found = re.compile("\x1b\\[([0-9;]*)m").match(line, at)
		            if not found:
		                row.append((line[at], colour, reverse))
		                at += 1
		                continue
		            for number in (int(word or 0) for word in found[1].split(";")):
		                if number == 0: colour, reverse = "", False
		                elif number == 7: reverse = True
		                elif number == 39: colour = ""
		                elif number in COLOURS: colour = COLOURS[number]
		            at = found.end()
		        rows.append(row)
		    return rows
		cells = read()
		text = ["".join(cell[0] for cell in row).rstrip() for row in cells]
		def block(row, column):
		    return cells[row][column][1] if column < len(cells[row]) and cells[row][column][2] else ""
	END2
}

# screen_holds: the lines of standard input, as Python, hold of what the terminal shows.
screen_holds() {
	term_colours >screen
	{
		echo 'from screen import *'
		cat
	} >holds.py
	python3 holds.py || {
		term_screen
		return 1
	}
}

# 4 MiB of memory in 512 pages that are shared with a child and 512 that are not, 1,024 of the zero page, and 1,024
# of a file that nobody else has.
start_pages() {
	command -v cc >/dev/null || skip "there is no compiler"
	cat >pages.c <<-'END2'
		#define _GNU_SOURCE
		#include <fcntl.h>
		#include <signal.h>
		#include <stdbool.h>
		#include <stdio.h>
		#include <string.h>
		#include <sys/mman.h>
		#include <sys/prctl.h>
		#include <unistd.h>
		#define SIZE (4 << 20)
		static long resident(void)
		{
			FILE *file = fopen("/proc/self/statm", "r");
			long pages = 0;
			if (!file || fscanf(file, "%*d %ld", &pages) != 1)
				return -1;
			fclose(file);
			return pages;
		}
		static char *map(int flags, int fd)
		{
			char *at = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, flags, fd, 0);
			madvise(at, SIZE, MADV_NOHUGEPAGE);
			return at;
		}
		int main(void)
		{
			char *own = map(MAP_PRIVATE | MAP_ANONYMOUS, -1);
			volatile char sum = 0;
			int ready[2];
			memset(own, 1, SIZE);
			if (pipe(ready) < 0)
				return 1;
			if (fork() == 0) {
				prctl(PR_SET_PDEATHSIG, SIGKILL);
				if (write(ready[1], "", 1) == 1)
					for (;;)
						pause();
			}
			if (read(ready[0], (char *)&sum, 1) != 1)
				return 1;
			memset(own, 2, SIZE / 2);
			/* apart from it: the kernel would make one mapping of the two */
			mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
			char *zero = map(MAP_PRIVATE | MAP_ANONYMOUS, -1);
			long before = resident();
			for (int i = 0; i < SIZE; i += 4096)
				sum += zero[i];
			/* a kernel may have no page of zeros, and give each read a page */
			bool shared = resident() - before < SIZE / 4096 / 2;
			int file = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
			if (ftruncate(file, SIZE) < 0)
				return 1;
			memset(map(MAP_SHARED, file), 1, SIZE);
			FILE *ready_file = fopen("zeros", "w");
			fprintf(ready_file, "%d", shared ? SIZE / 4096 : 0);
			fclose(ready_file);
			close(open("ready", O_CREAT, 0600));
			for (;;)
				pause();
		}
	END2
	cc -O1 -o pages pages.c
	./pages 3>&- &
	pages=$!
	until_true test -e ready
}

# What the legend, the bar and the maps have to be at any size.
pages_are_shown() {
	cp "/proc/$pages/smaps_rollup" rollup
	screen_holds <<-'END2'
		legend = " ".join(row for row in text if re.match(r"[sPfFSz] [a-z-]+ \d+, \d+ %", row))
		told = {letter: (int(count), int(share)) for letter, count, share in
		        re.findall(r"(?:^|  | )([sPfFSz]) [a-z-]+ (\d+), (\d+) %", legend)}
		print(legend)
		zeros = int(open("zeros").read())
		assert 512 <= told["s"][0] <= 560 and 512 <= told["P"][0] - (1024 - zeros) <= 560, told
		assert told.get("z", (0, 0))[0] == zeros, (told, zeros)
		assert 1024 <= told["F"][0] <= 1040, told
		rss = int(re.search(r"^Rss: +(\d+) kB", open("rollup").read(), re.M)[1])
		assert 4 * sum(count for letter, (count, _) in told.items() if letter != "z") == rss, (told, rss)
		assert "resident %d kB" % rss in text[1]
		whole = sum(count for count, _ in told.values())
		for letter, (count, share) in told.items():
		    assert abs(share - 100 * count / whole) <= 0.5, (letter, count, share)
		colours = {"s": "green", "P": "red", "f": "cyan", "F": "blue", "z": "yellow"}
		# each letter of the legend, the bar and the maps is a block of its colour
		seen = set()
		for number, row in enumerate(cells):
		    if re.match(r"[sPfFz] [a-z-]+ \d", text[number]):
		        places = [found.start() for found in re.finditer(r"(?:(?<=^)|(?<=  ))[sPfFz](?= [a-z])", text[number])]
		    elif number == 3:
		        places = range(len(text[3]))
		        width = len(text[3])
		        for letter, (count, _) in told.items():
		            assert abs(text[3].count(letter) - width * count / whole) <= 1, (letter, width)
		    elif re.match(r" +\d+ kB [r-]", text[number]):
		        places = [place for place in range(35, len(text[number])) if text[number][place] not in ". "]
		    else:
		        continue
		    for place in places:
		        letter = text[number][place]
		        assert block(number, place) == colours[letter], (number, place, letter, row[place])
		        seen.add(letter)
		assert seen == set("sPfFz" if zeros else "sPfF"), seen
	END2
}

@test "cow -w: counts, percentages and colours are those of a program of known pages, at both sizes" {
	start_pages
	for size in 80x24 200x50; do
		COLUMNS=${size%x*} LINES=${size#*x} term_start "$COWSH" -c "cow -w $pages"
		term_sees '^q quit .* e empty ones$'
		[ "$(term_screen | wc -l)" = "${size#*x}" ]
		[ "$(term_screen | sed -n 4p | tr -d '\n' | wc -c)" = "${size%x*}" ]
		pages_are_shown
		term_send q
		term_gone
		term_end
	done
}

@test "cow -w: a size that changes while it is shown gives the same view as one from the beginning" {
	start_pages
	term_start "$COWSH" -c "cow -w $pages"
	term_sees '^q quit .* e empty ones$'
	until_true eval 'term_screen | grep -q "minor (+0)"'
	term_screen >first
	term_resize 200 50
	until_true eval 'term_screen | sed -n 50p | grep -q "^q quit"'
	pages_are_shown
	term_resize 80 24
	until_true eval 'term_screen | sed -n 24p | grep -q "^q quit"'
	until_true eval 'term_screen | cmp -s first -'
	pages_are_shown
	# As narrow as a phone: nothing is broken, and the legend has as many lines as it takes.
	term_resize 40 20
	until_true eval 'term_screen | sed -n 20p | grep -q "^q quit"'
	until_true eval 'term_screen | grep -c "^[sPfFz] [a-z-]* [0-9]" | grep -qE "^[345]$"'
	pages_are_shown
}

@test "cow -w --demo: faults are those that the kernel counts for the child, and sharing what it has for its pages" {
	term_start "$COWSH" -c 'cow -w --demo 1M --steps 16'
	term_sees '^child '
	term_send Space
	term_sees 'paused'
	look() {
		sleep 0.3
		term_screen >shown
		child=$(awk '$1 == "child" { print $2 }' shown)
		faults=$(awk '$1 == "child" { for (i = 1; i < NF; i++) if ($i == "faults") print $(i + 1) }' shown)
		counted=$(sed 's/.*) //' "/proc/$child/stat" | awk '{ print $8 }')
		private=$(sed -n 's/.*private \([0-9]*\) .*/\1/p' shown)
		python3 - "$child" >known <<-'END2'
			import struct, sys
			# The largest anonymous mapping of 1 MiB and more: how many of its pages are exclusive to the child.
			for line in open(f"/proc/{sys.argv[1]}/maps"):
			    words = line.split()
			    start, end = (int(word, 16) for word in words[0].split("-"))
			    if len(words) > 5 or end - start != 1 << 20:
			        continue
			    with open(f"/proc/{sys.argv[1]}/pagemap", "rb") as pagemap:
			        pagemap.seek(start >> 12 << 3)
			        entries = struct.unpack("256Q", pagemap.read(256 * 8))
			        print(sum(entry >> 56 & 1 for entry in entries))
		END2
	}
	look
	for _ in 1 2 3; do
		before=$faults counted_before=$counted
		[ "$(cat known)" = "$private" ]
		term_send n
		until_true eval 'look; [ "$faults" != "$before" ]'
		echo "faults $before and $faults, counted $counted_before and $counted, private $private"
		[ $((faults - before)) = $((counted - counted_before)) ]
	done
	[ "$(cat known)" = "$private" ] && [ "$private" = "$faults" ] && [ "$private" -gt 16 ]
	term_send q
}

# The sums of the file, by a program of its own, are the rows that are shown; bars are as long as their figure.
sums_are_shown() {
	sed 's/^/fig = /; q' <<<"'$1'" >figure.py
	screen_holds <<-'END2'
		import json
		from figure import fig
		sums = {}
		for line in open("trace"):
		    record = json.loads(line)
		    if record["type"] != "record" or record["kind"] == "sample":
		        continue
		    row = sums.setdefault("%s:%d" % (record["script"], record["line"]), [0, 0, 0, 0])
		    row[0] += 1
		    row[1] += record["pid"] is not None and record["pid"] != 0
		    row[2] += (record["returned_ns"] or record["call_ns"] or 0) - (record["call_ns"] or 0)
		rows = {}
		order = []
		for number in range(4, len(text)):
		    found = re.match(r" *(\d+) +(\d+) +([\d.]+) +([\d.]+) +([\d.]+) +(\d+) .*?(\S+:\d+)$", text[number])
		    if found:
		        rows[found[7]] = (number, [float(value) for value in found.groups()[:6]])
		        order.append(found[7])
		assert set(rows) == set(sums), (rows, sums)
		names = ["runs", "procs", "own ms", "create ms", "cpu ms", "faults"]
		which = names.index(fig)
		most = max(values[which] for _, values in rows.values())
		assert [rows[key][1][which] for key in order] == sorted((rows[key][1][which] for key in order), reverse=True)
		assert ">" + fig in text[3]
		for key, (number, values) in rows.items():
		    assert values[0] == sums[key][0] and values[1] == sums[key][1], (key, values, sums[key])
		    assert abs(values[3] - sums[key][2] / 1e6) < 0.006, (key, values, sums[key])
		    blocks = [place for place in range(len(cells[number])) if block(number, place) == "cyan"]
		    bar = len(blocks) + text[number][blocks[-1]:].count(".") if blocks else 0
		    if bar:
		        assert abs(len(blocks) - bar * values[which] / most) <= 1, (key, len(blocks), bar, values, most)
	END2
}

@test "forktrace top: sums are those of the records, and bars as long as they say, at both sizes and in between" {
	cat >script <<-'END2'
		f() { for i in 1 2 3; do /bin/echo "$i" | sed s/1/2/; done; }
		f >/dev/null
		x=$(basename a/b; /bin/true)
		( /bin/sleep 0.05 )
		for i in 1 2 3 4 5; do date >/dev/null; done
	END2
	shell --forktrace=trace script
	for size in 80x24 200x50; do
		COLUMNS=${size%x*} LINES=${size#*x} term_start "$COWSH" -c "forktrace top trace"
		term_sees '>own ms'
		sums_are_shown 'own ms'
		term_send '>'
		term_sees '>create ms'
		sums_are_shown 'create ms'
		# the other size while it is shown, and back
		if [ "$size" = 80x24 ]; then term_resize 200 50; else term_resize 80 24; fi
		until_true eval 'term_screen | sed -n 4p | awk -v first=$size "length > 100 ? first == \"80x24\" : first != \"80x24\"" | grep -q .'
		sums_are_shown 'create ms'
		term_resize "${size%x*}" "${size#*x}"
		for key in c f s l; do
			term_send $key
			case $key in c) name='command' ;; f) name=function ;; s) name=strategy ;; l) name=line ;; esac
			term_sees "^by $name: l line, f function, c command, s strategy; < > sort; t tree; q ends\$"
		done
		term_send q
		term_gone
		term_end
	done
}

@test "cow -w: keys select, look closer, list what is empty, and change the pace" {
	start_pages
	# The line of the selected mapping is shown reversed; the numbers of such lines.
	selected() {
		term_colours >screen
		{
			echo 'from screen import *'
			echo 'print([n for n, row in enumerate(cells) if re.match(r" +\d+ kB [r-]", text[n]) and row[1][2]])'
		} >selected.py
		python3 selected.py
	}
	rows() { term_screen | grep -cE '^ +[0-9]+ kB [r-]'; }
	COLUMNS=100 LINES=50 term_start "$COWSH" -c "cow -w $pages; stty -a | grep -oE '(^| )-?(icanon|echo)( |$)'; read x"
	term_sees '^q quit .* e empty ones$'
	top=$(selected)
	term_send End
	until_true eval '[ "$(selected)" != "$top" ]'
	bottom=$(selected)
	term_send Up
	until_true eval '[ "$(selected)" != "$bottom" ]'
	term_send Down
	until_true eval '[ "$(selected)" = "$bottom" ]'
	term_send j
	term_send k
	until_true eval '[ "$(selected)" != "$bottom" ]'
	term_send NPage
	until_true eval '[ "$(selected)" = "$bottom" ]'
	term_send PPage
	until_true eval '[ "$(selected)" = "$top" ]'
	term_send End
	until_true eval '[ "$(selected)" = "$bottom" ]'
	term_send Home
	until_true eval '[ "$(selected)" = "$top" ]'
	# Mappings without pages: at least the one that keeps two apart.
	few=$(rows)
	term_send e
	until_true eval '[ "$(rows)" -gt "$few" ]'
	term_send e
	until_true eval '[ "$(rows)" = "$few" ]'
	# One mapping has the whole screen, and gives it back.
	term_send Enter
	term_sees '1 letter = '
	term_send Enter
	until_true eval '[ "$(rows)" = "$few" ]'
	term_send Space
	term_sees 'paused'
	term_send n
	term_send +
	term_send -
	term_send Space
	until_true eval '! term_screen | grep -q paused'
	term_send q
	term_sees '^ ?icanon'
	term_sees '^ ?echo'
}

@test "cow -w: the end of the process ends the view, and it is said" {
	start_pages
	term_start "$COWSH" -c "cow -w $pages; echo status \$?; read x"
	term_sees '^q quit .* e empty ones$'
	kill -KILL "$pages"
	term_sees "^pages [(]${pages}[)] has ended\$"
	term_sees '^status 0$'
}
