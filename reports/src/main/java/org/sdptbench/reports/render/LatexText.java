package org.sdptbench.reports.render;

/**
 * Text for LaTeX. Every character that means something to it is written as the command or group
 * that prints it, so that no text can end a cell, start a command or read a file.
 */
final class LatexText {

  private LatexText() {}

  /** Escapes a text for a paragraph or a table cell. */
  static String of(String text) {
    StringBuilder latex = new StringBuilder();
    Xhtml.clean(text).codePoints().forEach(c -> append(latex, c));
    return latex.toString();
  }

  private static void append(StringBuilder latex, int c) {
    switch (c) {
      case '\\' -> latex.append("\\textbackslash{}");
      case '^' -> latex.append("\\textasciicircum{}");
      case '~' -> latex.append("\\textasciitilde{}");
      case '`' -> latex.append("\\textasciigrave{}");
      case '<' -> latex.append("\\textless{}");
      case '>' -> latex.append("\\textgreater{}");
      case '|' -> latex.append("\\textbar{}");
      case '{', '}', '$', '&', '#', '_', '%' -> latex.append('\\').appendCodePoint(c);
      // After \\ a star or a bracket would be an argument.
      case '[', ']', '*', '"' -> latex.append('{').appendCodePoint(c).append('}');
      // Two hyphens would be a dash.
      case '-' ->
          latex.append(latex.length() > 0 && latex.charAt(latex.length() - 1) == '-' ? "{}-" : "-");
      case '±' -> latex.append("$\\pm$");
      case '×' -> latex.append("$\\times$");
      case '†' -> latex.append("\\textdagger{}");
      case '…' -> latex.append("\\ldots{}");
      default -> latex.appendCodePoint(c);
    }
  }
}
