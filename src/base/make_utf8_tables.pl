#!/usr/bin/perl
# Writes utf8_tables.c to standard output, from the Unicode properties perl knows:
#     perl src/base/make_utf8_tables.pl >src/base/utf8_tables.c
# Needed again only when the tables are to follow a newer Unicode.
use strict;
use warnings;
use Unicode::UCD qw(prop_invlist prop_invmap);

use constant { LAST => 0x10ffff, LATIN1 => 0x100 };

# Class by property, one character per code point.  As C libraries do it, digits of other scripts
# count as letters, spaces that must not be broken at are no white space, and what is assigned and
# no control character can be printed.
sub members {
	my ($property) = @_;
	my $set = "\0" x (LAST + 1);
	my @list = prop_invlist($property);
	while (@list) {
		my ($from, $to) = splice @list, 0, 2;
		$to = LAST + 1 if !defined $to || $to > LAST + 1;
		substr($set, $from, $to - $from) = "\1" x ($to - $from);
	}
	return $set;
}

sub clear { my ($set, @codes) = @_; substr($$set, $_, 1) = "\0" for @codes }

my %set;
$set{alpha} = members('Alphabetic') | members('Nd');
clear(\$set{alpha}, ord '0' .. ord '9');
$set{lower} = members('Lowercase');
$set{upper} = members('Uppercase');
$set{space} = members('White_Space');
clear(\$set{space}, 0x85, 0xa0, 0x2007, 0x202f);
$set{cntrl} = members('Cc') | members('Zl') | members('Zp');
$set{print} = members('Assigned') & ~($set{cntrl} | members('Cs'));
$set{print} =~ tr/\0\1/\0/c;

# Runs of members at a distance of 1 or 2 from each other: alphabets alternate between cases.
sub runs {
	my ($codes, $same) = @_;
	my @runs;
	for my $code (@$codes) {
		my $run = $runs[-1];
		if ($run && $same->($run->{first}, $code) && $code - $run->{first} <= 0xffff) {
			my $step = $code - $run->{last};
			if ($step == $run->{step} || ($run->{first} == $run->{last} && $step <= 2)) {
				@$run{qw(last step)} = ($code, $step);
				next;
			}
		}
		push @runs, { first => $code, last => $code, step => 1 };
	}
	return @runs;
}

sub wrap {
	my ($text, $line) = ('', '');
	for my $item (@_) {
		if (length($line) + length($item) + 2 > 90) {
			$text .= "\t$line\n";
			$line = '';
		}
		$line .= ' ' if $line ne '';
		$line .= "$item,";
	}
	return "$text\t$line\n";
}

sub print_ranges {
	my ($name) = @_;
	my @codes = grep { ord substr $set{$name}, $_, 1 } LATIN1 .. LAST;
	my @items = map { sprintf '{0x%x, %d, %d}', $_->{first}, $_->{last} - $_->{first}, $_->{step} }
		runs(\@codes, sub { 1 });
	print "static const struct utf8_range ${name}_ranges[] = {\n", wrap(@items), "};\n\n";
	print "const struct utf8_ranges utf8_$name = {${name}_ranges, ",
		"sizeof(${name}_ranges) / sizeof(${name}_ranges[0])};\n\n";
}

sub print_mappings {
	my ($name, $property) = @_;
	my ($starts, $values) = prop_invmap($property);
	my (%delta, @codes);
	for my $i (0 .. $#$starts) {
		next unless $values->[$i];
		my $end = $i < $#$starts ? $starts->[$i + 1] : LAST + 1;
		$delta{$_} = $values->[$i] - $starts->[$i] for $starts->[$i] .. $end - 1;
	}
	@codes = sort { $a <=> $b } grep { $_ >= 0x80 } keys %delta;
	my @items = map {
		sprintf '{0x%x, %d, %d, %d}', $_->{first}, $_->{last} - $_->{first}, $_->{step},
			$delta{$_->{first}}
	} runs(\@codes, sub { $delta{$_[0]} == $delta{$_[1]} });
	print "static const struct utf8_mapping ${name}_list[] = {\n", wrap(@items), "};\n\n";
	print "const struct utf8_mappings utf8_${name}_mappings = {${name}_list, ",
		"sizeof(${name}_list) / sizeof(${name}_list[0])};\n";
}

# enum utf8_class in its order
my @classes = qw(alnum alpha blank cntrl digit graph lower print punct space upper xdigit);

sub latin1_bits {
	my ($code) = @_;
	my %in = map { $_ => ord substr $set{$_}, $code, 1 } keys %set;
	$in{digit} = chr($code) =~ /[0-9]/ ? 1 : 0;
	$in{xdigit} = chr($code) =~ /[0-9A-Fa-f]/ ? 1 : 0;
	$in{blank} = $code == 9 || $code == 32 ? 1 : 0;
	$in{alnum} = $in{alpha} | $in{digit};
	$in{graph} = $in{print} & !$in{space} ? 1 : 0;
	$in{punct} = $in{graph} & !$in{alnum} ? 1 : 0;
	my $bits = 0;
	$bits |= $in{$classes[$_]} << $_ for 0 .. $#classes;
	return sprintf '0x%03x', $bits;
}

print "/* Unicode ", Unicode::UCD::UnicodeVersion(), ".  Written by make_utf8_tables.pl: do not edit. */\n";
print "#include \"utf8_tables.h\"\n\n/* clang-format off */\n\n";
print "const uint16_t utf8_latin1[256] = {\n", wrap(map { latin1_bits($_) } 0 .. 255), "};\n\n";
print_ranges($_) for qw(alpha lower upper space print);
print_mappings('lower', 'Simple_Lowercase_Mapping');
print "\n";
print_mappings('upper', 'Simple_Uppercase_Mapping');
