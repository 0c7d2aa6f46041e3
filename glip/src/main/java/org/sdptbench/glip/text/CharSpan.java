package org.sdptbench.glip.text;

/**
 * A part of a string, in Java's UTF-16 units.
 *
 * @param begin first character
 * @param end the one after the last
 */
public record CharSpan(int begin, int end) {
  /** Whether a character lies in the span. */
  public boolean contains(int character) {
    return begin <= character && character < end;
  }
}
