/*
 * What all pages in HTML have in common.
 */
#include <string.h>
#include "html.h"
#include "utf8.h"

static const char common_style[] =
	"body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:68rem;padding:0 1rem;"
	"color:#222;background:#fff}\n"
	"h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}\n"
	"table{border-collapse:collapse}th,td{padding:.15rem .6rem;text-align:right;"
	"border-bottom:1px solid #8884;font-variant-numeric:tabular-nums}\n"
	"pre,code,summary,li{font-family:ui-monospace,monospace}pre{white-space:pre-wrap}\n"
	"ul{list-style:none;padding-left:1.2rem;margin:0}details>summary{cursor:pointer}\n"
	"@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}}\n";

void html_text(struct outbuf *out, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		uint32_t code;
		size_t len = utf8_decode(text, end, &code);
		if (code >= UTF8_INVALID || (code >= 0x7f && code < 0xa0) ||
		    (code < ' ' && code != '\n' && code != '\t'))
			out_puts(out, "\xef\xbf\xbd");
		else if (code == '<')
			out_puts(out, "&lt;");
		else if (code == '>')
			out_puts(out, "&gt;");
		else if (code == '&')
			out_puts(out, "&amp;");
		else if (code == '"')
			out_puts(out, "&quot;");
		else
			out_write(out, text, len);
		text += len;
	}
}

void html_begin(struct outbuf *out, const char *tool, const char *subject, const char *style)
{
	out_printf(out,
		   "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s: ",
		   tool);
	html_text(out, subject);
	out_printf(out, "</title>\n<style>\n%s%s</style>\n</head>\n<body>\n<h1>%s: <code>",
		   common_style, style, tool);
	html_text(out, subject);
	out_puts(out, "</code></h1>\n");
}

void html_end(struct outbuf *out)
{
	out_puts(out, "</body>\n</html>\n");
}
