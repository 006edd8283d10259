# cowsh: everything is built under $(BUILD).
#
#   make            build/cowsh
#   make run        what is missing is installed, then built, then the shell starts
#   make test       the same, then every test; the last line says `N passed, N failed`
#   make SANITIZE=1 [test]                 with the address and undefined-behaviour sanitizers
#   make test-valgrind                     the bats suites with the shell under valgrind
#   make CC=aarch64-linux-gnu-gcc          for another machine
#   make fuzz-equivalence                  100,000 random scripts under each policy
#   make dist                              build/cowsh-VERSION.tar.gz, which builds anywhere without git
#   make deb                               build/cowsh_VERSION_ARCHITECTURE.deb, and what lintian says of it
#   make failures [EVERY=1]                each system call and allocation fails in turn (or one in so many)
#   make signals [SIGNALS=...]             each signal at each place of a script, under each policy, against bash
#   make storms [COUNT=10000]              so many signals while a script does one thing, at each place, under each policy
#   make repeats [TIME=300]                texts in which a piece is repeated or nested: what takes longer than their length says
#   make endurance [COUNT=10000]           long lives: memory, descriptors and answers of shells that do much
#   make coverage [SUITES=...]             branch coverage of the tests (and of one in EVERY=20 of the failures), or
#                                          of some suites of tests/bats, by gcov
#   make mutations [COUNT=10]              changes to the source that the tests should notice
#   make fuzz [TIME=60]                    AFL++ at each harness of tests/fuzz/harness for as many seconds
#
# V=1 shows whole commands.  WERROR=1 makes a warning an error: for developers and continuous integration,
# never for those who only build, whose compiler may know warnings that ours did not.

ifeq ($(origin CC),default)
CC     := $(if $(shell command -v gcc),gcc,cc)
endif
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
MANDIR ?= $(PREFIX)/share/man
COMPLETIONDIR ?= $(PREFIX)/share/bash-completion/completions

MACHINE := $(or $(shell $(CC) -dumpmachine 2>/dev/null),$(shell uname -m))
ARCH    := $(firstword $(subst -, ,$(MACHINE)))
HOST    := $(shell uname -m)

# One folder for each kind of build, so that none overwrites another.
BUILD := build$(if $(filter-out $(HOST),$(ARCH)),-$(ARCH))$(if $(SANITIZE),-asan)$(if $(COVERAGE),-coverage)

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wvla$(if $(WERROR), -Werror)
OPTIMIZE := -O2 -g
CFLAGS   ?= $(OPTIMIZE)
ifdef SANITIZE
override CFLAGS  += -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
# Programs start in half the time where nothing has to be relocated, and the tests start them thousands of times. Modules
# find the sanitizers' functions in the program, and no others there: libedit has a history_end() of its own. (The flags of
# STATIC_SANITIZER are gcc's alone; clang does so without.)
STATIC_SANITIZER := -static-libasan -static-libubsan
override CFLAGS  += -fno-pie
override LDFLAGS += -fsanitize=address,undefined -no-pie $(foreach s,asan ubsan,-Wl,--export-dynamic-symbol='__$s_*')
override LDFLAGS += $(shell echo 'int main(void) { return 0; }' | $(CC) -Werror -fsanitize=address,undefined \
	$(STATIC_SANITIZER) -xc - -o /dev/null 2>/dev/null && echo $(STATIC_SANITIZER))
endif
# Branches are counted as they are written. (The compiler would put functions of gcov's in the place of exec's.)
ifdef COVERAGE
OPTIMIZE := -O0 -g
COUNTERS := $(BUILD)/tests/coverage/counters.o
override CFLAGS  += --coverage -fdata-sections -fno-builtin
override LDFLAGS += --coverage -T tests/coverage/counters.ld -Wl,--wrap=__gcov_exit
override LDLIBS  += $(COUNTERS)
endif
override CPPFLAGS += -D_GNU_SOURCE -Iinclude
# A struct flow fits a register; gcc would take it apart and put it together again around every call.  (Not an option
# of clang's.)
WHOLE_STRUCTS := $(shell $(CC) -Werror -fno-tree-sra -fsyntax-only -xc /dev/null 2>/dev/null && echo -fno-tree-sra)
# Nothing unwinds the stack while it runs, and a debugger has tables of its own.
override CFLAGS   += -std=gnu11 $(WARNINGS)$(if $(SANITIZE),, -fno-asynchronous-unwind-tables $(WHOLE_STRUCTS))

# One short line a file, or with V=1 the command itself.
short = $(if $(V),,@echo "  $1	$(@:$(BUILD)/%=%)";)

# What needs more than the C library is a module of its own, opened on first use: src/*/module_NAME.c
# becomes NAME.so, linked with MODULE_LIBS_NAME, where the header MODULE_HEADER_NAME is to be had.
MODULE_HEADER_readline := readline/readline.h
MODULE_LIBS_readline   := -lreadline
MODULE_HEADER_libedit  := histedit.h
MODULE_LIBS_libedit    := -ledit
MODULE_HEADER_ncurses  := curses.h
MODULE_LIBS_ncurses    := -lncursesw -ltinfo
MODULE_HEADER_zlib     := zlib.h
MODULE_LIBS_zlib       := -lz
# All that a module itself needs is looked for when it is opened (src/base/module.c).  In fewer segments there are
# fewer mappings to make and fewer pages to touch before the first prompt.
MODULE_LDFLAGS := -Wl,-z,now -Wl,-z,noseparate-code
MODULE_SOURCES := $(sort $(wildcard src/*/module_*.c))
module_name     = $(patsubst module_%,%,$(basename $(notdir $1)))
# The headers may be there for this machine and the library for none but it: another machine's is tried.
probe_how       = $(if $(filter-out $(HOST),$(ARCH)),-shared -fPIC -o /dev/null,-fsyntax-only)
probe_libs      = $(if $(filter-out $(HOST),$(ARCH)),$(MODULE_LIBS_$1))
can_build       = $(shell $(CC) $(CPPFLAGS) -include stdio.h -include $(MODULE_HEADER_$1) -xc /dev/null -xnone \
			$(probe_how) $(call probe_libs,$1) 2>/dev/null && echo yes)
module_missing  = $(if $(MODULE_HEADER_$1),$(if $(call can_build,$1),,yes))
MODULES_LEFT_OUT := $(foreach s,$(MODULE_SOURCES),$(if $(call module_missing,$(call module_name,$s)),$s))
# Its other parts are beside it: NAME_*.c.
module_parts     = $(sort $1 $(wildcard $(dir $1)$(call module_name,$1)_*.c))
MODULE_PARTS     := $(foreach s,$(MODULE_SOURCES),$(call module_parts,$s))
MODULES := $(foreach s,$(filter-out $(MODULES_LEFT_OUT),$(MODULE_SOURCES)),$(BUILD)/$(call module_name,$s).so)

# A page that is touched brings its neighbours along (fault-around): what every start needs stands together, and first;
# what a script hardly ever needs stands last, and stays away.
STARTS  := $(foreach m,base descriptors state lang,$(sort $(wildcard src/$m/*.c))) \
	   $(addprefix src/exec/,operations.c program.c simple.c compound.c traps.c) \
	   src/jobs/signals.c src/session/startup.c builtins/table.c
SELDOM  := bench complete cow edit history proc screen trace
SELDOM  := $(SELDOM:%=src/%/%) src/exec/explain% src/lang/unparse% \
	   $(addprefix builtins/,bind% clone% complete% cow% explain% fc% fork% help% history% ulimit%)
SOURCES := $(sort $(filter-out $(MODULE_PARTS),$(wildcard src/*/*.c)) $(wildcard builtins/*.c))
SOURCES := src/main.c $(filter-out $(SELDOM),$(filter $(SOURCES),$(STARTS))) $(filter-out $(SELDOM) $(STARTS),$(SOURCES)) \
	   $(filter $(SELDOM),$(SOURCES))
CLONE_S := $(wildcard src/spawn/clone_$(ARCH).S)
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o) $(CLONE_S:%.S=$(BUILD)/%.o)
CORE    := $(filter-out $(BUILD)/src/main.o,$(OBJECTS))

# In tests/unit a file with a main() is a program; the others are linked to each of them.
UNIT_SOURCES  := $(wildcard tests/unit/*.c)
UNIT_PROGRAMS := $(if $(UNIT_SOURCES),$(shell grep -l '^int main\>' $(UNIT_SOURCES)))
UNIT_HELPERS  := $(filter-out $(UNIT_PROGRAMS),$(UNIT_SOURCES))
UNIT          := $(UNIT_PROGRAMS:%.c=$(BUILD)/%)

.PHONY: all
all: $(COUNTERS) $(BUILD)/cowsh $(MODULES)
	$(foreach s,$(MODULES_LEFT_OUT),@echo \
		"$(call module_name,$s).so is left out: $(MODULE_LIBS_$(call module_name,$s)) and its headers are not installed"$(newline))

define newline


endef

# Relocations of tables in a fiftieth of the room (DT_RELR), where the linker and the C library both know how.
PACK_RELOCATIONS = -Wl,-z,pack-relative-relocs
can_pack         = $(shell echo 'int known[__GLIBC_PREREQ(2, 36) ? 1 : -1]; int main(void) { return 0; }' | \
			$(CC) -Wl,--fatal-warnings $(PACK_RELOCATIONS) -include stdlib.h -xc - -o /dev/null 2>/dev/null && \
			echo yes)

$(BUILD)/cowsh: $(OBJECTS) | $(COUNTERS)
	$(call short,LINK)$(CC) $(CFLAGS) $(LDFLAGS) $(if $(can_pack),$(PACK_RELOCATIONS)) -o $@ $(OBJECTS) $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call short,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(COUNTERS): tests/coverage/counters.c
	@mkdir -p $(@D)
	$(call short,CC)$(CC) -D_GNU_SOURCE -DCOVERAGE_FOLDER='"$(abspath $(@D))"' -O1 -fPIC $(WARNINGS) -c -o $@ $<

$(BUILD)/%.o: %.S
	@mkdir -p $(@D)
	$(call short,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Modules are looked for beside the executable, in ../lib/cowsh from there, and last in this folder; the file is
# rewritten when another LIBDIR is asked for, so that `make` and `make install PREFIX=...` agree.
MODULE_DIR := $(BUILD)/module-directory
ifneq ($(file <$(MODULE_DIR)),$(LIBDIR)/cowsh)
.PHONY: $(MODULE_DIR)
endif
$(MODULE_DIR):
	@mkdir -p $(@D)
	@echo '$(LIBDIR)/cowsh' >$@
$(BUILD)/src/base/module.o: $(MODULE_DIR)
$(BUILD)/src/base/module.o: override CPPFLAGS += -DCOWSH_MODULE_DIR='"$(LIBDIR)/cowsh"'

NOT_FOR_MODULES := -fsanitize=% -static-lib% -fno-pie -no-pie -Wl,--export-dynamic-symbol=%
define module_rule
$(BUILD)/$(call module_name,$1).so: $(patsubst %.c,$(BUILD)/%.pic.o,$(call module_parts,$1)) | $(COUNTERS)
	$$(call short,LINK)$$(CC) $$(filter-out $$(NOT_FOR_MODULES),$$(CFLAGS) $$(LDFLAGS)) $(MODULE_LDFLAGS) -shared -o $$@ $$^ $$(MODULE_LIBS_$(call module_name,$1)) $(COUNTERS)
endef
$(foreach s,$(MODULE_SOURCES),$(eval $(call module_rule,$s)))

$(BUILD)/%.pic.o: %.c
	@mkdir -p $(@D)
	$(call short,CC)$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

# A unit test is linked to what it uses of the core, not to all of it.
$(BUILD)/core.a: $(CORE)
	@rm -f $@
	$(call short,AR)$(AR) rcsT $@ $(CORE)

$(UNIT): %: %.o $(UNIT_HELPERS:%.c=$(BUILD)/%.o) $(BUILD)/core.a
	$(call short,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# How long it takes to colour a line.
$(BUILD)/tests/bench/colours: %: %.o $(BUILD)/core.a
	$(call short,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# What runs the scripts of tests/fuzz/equivalence, and the programs they call. These are not for a
# sanitizer, whose flags are left out: they must start fast.
FUZZ         := $(BUILD)/tests/fuzz
FUZZ_LDFLAGS := $(if $(SANITIZE)$(COVERAGE),,$(LDFLAGS))
FUZZ_NAMES := cat chmod echo env false grep kill ls mkdir mv rm sed sort touch tr true wc
FUZZ_SHELL := $(if $(SANITIZE)$(COVERAGE),$(BUILD)/cowsh,$(FUZZ)/cowsh-static)
FUZZ_BUILT := $(FUZZ)/runner $(FUZZ_SHELL) $(if $(CLONE_S),$(FUZZ_NAMES:%=$(FUZZ)/bin/%))

.PHONY: fuzz-programs
fuzz-programs: $(FUZZ_BUILT)

$(FUZZ)/runner: tests/fuzz/runner.c
	@mkdir -p $(@D)
	$(call short,LINK)$(CC) -D_GNU_SOURCE $(OPTIMIZE) $(FUZZ_LDFLAGS) -std=gnu11 $(WARNINGS) -o $@ $<

# The shell without shared libraries: a start and a fork take two thirds of the time.
$(FUZZ)/cowsh-static: tests/fuzz/accounts.c $(OBJECTS)
	@mkdir -p $(@D)
	$(call short,LINK)$(CC) $(OPTIMIZE) $(FUZZ_LDFLAGS) -std=gnu11 $(WARNINGS) -static -Wl,--wrap=dlopen,--wrap=dlerror -o $@ $^ $(LDLIBS)

$(FUZZ)/programs: tests/fuzz/programs.c
	@mkdir -p $(@D)
	$(call short,LINK)$(CC) $(OPTIMIZE) -std=gnu11 $(WARNINGS) -ffreestanding -fno-stack-protector -static -nostdlib -o $@ $<

$(FUZZ)/bin/%: $(FUZZ)/programs
	@mkdir -p $(@D)
	$(call short,LN)ln -sf ../programs $@

# Harnesses: parts of the shell that are given any bytes. `make test` gives them tests/fuzz/corpus, `make fuzz` a fuzzer.
HARNESS_DRIVER := $(addprefix tests/fuzz/harness/,driver.c shown.c)
HARNESS_NAMES  := $(patsubst tests/fuzz/harness/%.c,%,$(filter-out $(HARNESS_DRIVER),$(wildcard tests/fuzz/harness/*.c)))
# That of readline's init file has one of the module's files in it, and needs the others.
ifneq ($(filter %/module_readline.c,$(MODULES_LEFT_OUT)),)
HARNESS_NAMES  := $(filter-out inputrc,$(HARNESS_NAMES))
endif
HARNESSES      := $(HARNESS_NAMES:%=$(BUILD)/tests/fuzz/harness/%)

.PHONY: harnesses
harnesses: $(HARNESSES)

$(HARNESSES): %: %.o $(HARNESS_DRIVER:%.c=$(BUILD)/%.o) $(BUILD)/core.a
	$(call short,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

INPUTRC_HARNESS := $(BUILD)/tests/fuzz/harness/inputrc
$(INPUTRC_HARNESS): $(patsubst %.c,$(BUILD)/%.pic.o,$(filter-out %/readline_bind.c,$(call module_parts,src/edit/module_readline.c)))
$(INPUTRC_HARNESS): override LDLIBS += $(MODULE_LIBS_readline)

.PHONY: fuzz
fuzz:
	@BUILD=build-fuzz MAKE="$(MAKE)" bash tests/fuzz/fuzz $(or $(TIME),60) $(or $(HARNESS),$(HARNESS_NAMES))

# Makes each system call and each allocation of the shell fail in turn (tests/robustness). Like what runs the scripts
# above, not for a sanitizer.
ROBUSTNESS := $(addprefix $(BUILD)/tests/robustness/,typist without clock.so) \
	$(if $(filter x86_64,$(ARCH)),$(BUILD)/tests/robustness/failures $(BUILD)/tests/robustness/allocation.so)

.PHONY: robustness-programs
robustness-programs: $(ROBUSTNESS)

$(addprefix $(BUILD)/tests/robustness/,failures typist without): $(BUILD)/%: %.c
	@mkdir -p $(@D)
	$(call short,LINK)$(CC) -D_GNU_SOURCE $(OPTIMIZE) -std=gnu11 $(WARNINGS) -o $@ $< -lutil

$(BUILD)/tests/robustness/%.so: tests/robustness/%.c
	@mkdir -p $(@D)
	$(call short,LINK)$(CC) -D_GNU_SOURCE $(OPTIMIZE) -std=gnu11 $(WARNINGS) -shared -fPIC -o $@ $<

.PHONY: failures
failures: all robustness-programs
	@$(BUILD)/tests/robustness/failures $(if $(EVERY),-n $(EVERY)) $(BUILD)/cowsh tests/robustness/scenarios/*
	@$(BUILD)/tests/robustness/failures $(if $(EVERY),-n $(EVERY)) -a $(BUILD)/tests/robustness/allocation.so \
		$(BUILD)/cowsh tests/robustness/scenarios/*

.PHONY: endurance
endurance: all robustness-programs
	@bash tests/robustness/endurance -n $(or $(COUNT),10000) $(BUILD)/cowsh $(BUILD)/tests/robustness/typist

.PHONY: repeats
repeats: all
	@bash tests/robustness/repeats -s $(or $(TIME),300) $(BUILD)/cowsh

.PHONY: storms
storms: all
	@bash tests/robustness/storms -n $(or $(COUNT),10000) $(BUILD)/cowsh

.PHONY: signals
signals: all
	@bash tests/robustness/signals $(if $(SIGNALS),-s "$(SIGNALS)") $(BUILD)/cowsh

-include $(HARNESSES:=.d) $(HARNESS_DRIVER:%.c=$(BUILD)/%.d)
-include $(OBJECTS:.o=.d) $(UNIT_SOURCES:%.c=$(BUILD)/%.d) $(MODULE_PARTS:%.c=$(BUILD)/%.pic.d)

.PHONY: unit
unit: $(UNIT)

# Each of these steps needs the one before it, whatever -j says; hence the make of its own.
PARALLEL := -j$(shell nproc 2>/dev/null || echo 1)
STEP     := $(MAKE) --no-print-directory

.PHONY: deps
deps:
	@sh tests/deps test

.PHONY: run
run:
	@sh tests/deps build
	@$(STEP) $(PARALLEL) all
	@$(BUILD)/cowsh || :

.PHONY: test test-policies
test test-policies:
	@sh tests/deps test
	@$(STEP) $(PARALLEL) all unit fuzz-programs harnesses robustness-programs
	@bash tests/run $(if $(filter test-policies,$@),--policies) $(BUILD)

# With SUITES what was counted before stays, and theirs is added. A test that fails is no failure here: there are
# other calls in a shell that counts.
COVERED := build-coverage
.PHONY: coverage
coverage:
	@sh tests/deps test
	@$(STEP) $(PARALLEL) COVERAGE=1 all unit fuzz-programs harnesses robustness-programs
	@$(if $(SUITES),,rm -f $(COVERED)/tests/coverage/*.counters)
	-@bash tests/run $(COVERED) $(SUITES)
	-@$(if $(SUITES),,$(STEP) COVERAGE=1 EVERY=$(or $(EVERY),20) failures)
	@python3 tests/coverage/report $(COVERED) >$(COVERED)/coverage.txt
	@head -n 20 $(COVERED)/coverage.txt; echo ...; tail -n 1 $(COVERED)/coverage.txt

# In clones of what is committed; REGEX chooses files, and TIME is how many seconds one change may be judged.
.PHONY: mutations
mutations:
	@sh tests/deps test
	@python3 tests/robustness/mutations -n $(or $(COUNT),10) -s $(or $(SEED),1) $(if $(REGEX),-k '$(REGEX)') \
		$(if $(TIME),-b $(TIME))

.PHONY: test-valgrind
test-valgrind:
	@sh tests/deps valgrind
	@$(STEP) $(PARALLEL) all
	@bash tests/run --valgrind $(BUILD)

.PHONY: fuzz-equivalence
fuzz-equivalence: all fuzz-programs
	@COWSH=$(FUZZ_SHELL) tests/fuzz/equivalence -n $(or $(COUNT),100000) -s $(or $(SEED),1) \
		--keep $(BUILD)/fuzz-equivalence

.PHONY: bench
bench: all $(BUILD)/tests/bench/colours
	@bash tests/bench/run $(BUILD)/cowsh
	@$(BUILD)/tests/bench/colours

# What people load into their shell, beside bash (AGAINST); TREES is a folder with it, nothing is fetched.
# COMPATIBILITY takes further words of tests/compatibility, PROGRAMS of tests/suites: -k REGEX, -n ROUNDS.
.PHONY: compatibility
compatibility: all
	@[ -d "$(TREES)" ] || { echo "compatibility: say TREES=FOLDER, a folder with the trees of the tools" >&2; exit 2; }
	@words="$(if $(AGAINST),-b $(AGAINST)) -c $(BUILD)/cowsh -t"; page=$(BUILD)/compatibility.md; \
		tests/compatibility $$words $(COMPATIBILITY) "$(TREES)" >$$page; status=$$?; \
		tests/candidates $$words >>$$page || true; \
		tests/suites $$words $(PROGRAMS) "$(TREES)" >>$$page || status=1; \
		cp $$page doc/compatibility.md; exit $$status

# The include direction and the forbidden calls first: they need no tool but grep and awk.
.PHONY: lint
lint:
	@sh tests/deps lint
	sh tests/lint/layers
	@$(STEP) $(PARALLEL) all unit
	sh tests/lint/symbols $(BUILD)
	sh tests/lint/format
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 -D_GNU_SOURCE -DCOWSH_MODULE_DIR='"/"' -Iinclude \
		--enable=warning,performance,portability --suppressions-list=tests/lint/cppcheck.txt \
		src builtins
	sh tests/lint/scripts
	sh tests/lint/compiles

.PHONY: install install-strip uninstall
install-strip: INSTALL_STRIP = -s --strip-program=$(or $(STRIP),$(if $(filter-out $(HOST),$(ARCH)),$(MACHINE)-)strip)
install install-strip: all
	install -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(MANDIR)/man1"
	install $(INSTALL_STRIP) -m 755 $(BUILD)/cowsh "$(DESTDIR)$(BINDIR)/cowsh"
	install -m 644 $(wildcard doc/*.1) "$(DESTDIR)$(MANDIR)/man1/"
	install -d "$(DESTDIR)$(COMPLETIONDIR)"
	install -m 644 src/package/completion.bash "$(DESTDIR)$(COMPLETIONDIR)/cowsh"
	$(if $(MODULES),install -d "$(DESTDIR)$(LIBDIR)/cowsh")
	$(if $(MODULES),install $(INSTALL_STRIP) -m 755 $(MODULES) "$(DESTDIR)$(LIBDIR)/cowsh/")
	$(if $(DESTDIR),,sh src/session/etc_shells.sh add "$(BINDIR)/cowsh")

uninstall:
	$(if $(DESTDIR),,sh src/session/etc_shells.sh remove "$(BINDIR)/cowsh")
	rm -f "$(DESTDIR)$(BINDIR)/cowsh" $(patsubst doc/%,"$(DESTDIR)$(MANDIR)/man1/%",$(wildcard doc/*.1))
	rm -f "$(DESTDIR)$(COMPLETIONDIR)/cowsh"
	rm -rf "$(DESTDIR)$(LIBDIR)/cowsh"

# The version stands in include/version.h alone.
VERSION   = $(shell echo COWSH_RELEASE | $(CC) -E -P -include include/version.h -xc - | tr -d '" ')
DIST_NAME = cowsh-$(VERSION)
# All that belongs to the source: what git knows, or, in an unpacked archive, what is there.
DIST_LIST = if [ -e .git ]; then git ls-files; else find * .[!.]* \( -path build -o -path 'build-*' \) -prune -o -type f -print; fi

# The same files give the same archive.
.PHONY: dist
dist:
	@mkdir -p build
	@{ $(DIST_LIST); } >build/dist.list
	@LC_ALL=C sort build/dist.list | tar -c -T - --transform 's,^,$(DIST_NAME)/,S' --mode=u+rw,go=rX --owner=0 \
		--group=0 --numeric-owner --mtime=$(DIST_DATE) >build/$(DIST_NAME).tar
	@gzip -9 -n -f build/$(DIST_NAME).tar
	@echo build/$(DIST_NAME).tar.gz
# Of the newest version in doc/CHANGES.
DIST_DATE = $(word 2,$(shell grep -m 1 '^[0-9]' doc/CHANGES))

# Built from the archive, in a folder of its own.
DEB = build/deb
.PHONY: deb
deb:
	@sh tests/deps deb
	@$(STEP) dist
	@rm -rf $(DEB)
	@mkdir -p $(DEB)
	@tar -x -z -f build/$(DIST_NAME).tar.gz -C $(DEB)
	@cp -a $(DEB)/$(DIST_NAME)/src/package/debian $(DEB)/$(DIST_NAME)/debian
	@sh src/package/debian_changelog doc/CHANGES >$(DEB)/$(DIST_NAME)/debian/changelog
	@cd $(DEB)/$(DIST_NAME) && DEB_BUILD_OPTIONS="noautodbgsym parallel=$$(nproc)" MAKEFLAGS= \
		dpkg-buildpackage -b -us -uc >../log 2>&1 || { tail -n 20 ../log; exit 1; }
	@lintian --allow-root --fail-on error,warning $(DEB)/cowsh_*.deb
	@cp $(DEB)/cowsh_*.deb build/
	@ls build/cowsh_$(VERSION)_*.deb

.PHONY: clean
clean:
	rm -rf build build-*
