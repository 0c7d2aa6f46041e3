package org.sdptbench.reports.render;

/**
 * Text for Markdown as GitHub reads it, within a line: no markup, no table cell, no mention, no
 * link to an issue, no address that becomes a link.
 */
final class MarkdownText {

  /** Vanishes when rendered, and parts what would else be read as one. */
  private static final String NOTHING = "<!-- -->";

  private MarkdownText() {}

  /** Escapes a text for a table cell or a paragraph. */
  static String of(String text) {
    String plain = Xhtml.clean(text).strip();
    StringBuilder markdown = new StringBuilder();
    for (int i = 0; i < plain.length(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      char next = i < plain.length() ? plain.charAt(i) : ' ';
      append(markdown, c);
      boolean parted =
          c == '@'
              || (c == '#' && Character.isDigit(next))
              || (c == ':' && next == '/')
              || (c == '.' && plain.regionMatches(true, i - 4, "www", 0, 3));
      if (parted) {
        markdown.append(NOTHING);
      }
    }
    return markdown.toString();
  }

  private static void append(StringBuilder markdown, int c) {
    switch (c) {
      case '&' -> markdown.append("&amp;");
      case '<' -> markdown.append("&lt;");
      case '>' -> markdown.append("&gt;");
      case '$' -> markdown.append("&#36;");
      case '\\', '`', '*', '_', '[', ']', '|', '~', '!', '{', '}' ->
          markdown.append('\\').appendCodePoint(c);
      default -> markdown.appendCodePoint(c);
    }
  }
}
