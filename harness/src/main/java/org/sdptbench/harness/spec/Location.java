package org.sdptbench.harness.spec;

/**
 * A place in a file, or an argument of the command line.
 *
 * @param source file as the user named it, or the argument
 * @param line line from 1; 0 where the source has no lines
 * @param column column from 1; 0 where the source has no lines
 */
public record Location(String source, int line, int column) {

  /** A place without lines, e.g. {@code --set sdpt.k=x}. */
  public static Location argument(String argument) {
    return new Location(argument, 0, 0);
  }

  /** {@code file:line:column}, the form that editors and terminals make clickable. */
  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
