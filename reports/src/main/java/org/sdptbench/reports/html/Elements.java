package org.sdptbench.reports.html;

import org.jsoup.nodes.Element;

/** Elements of the page. Text stays text: jsoup escapes it where it writes the page. */
final class Elements {

  private Elements() {}

  /** Appends an element with a text. */
  static Element add(Element parent, String tag, String text) {
    return parent.appendElement(tag).text(plain(text));
  }

  /** Appends an element of a class with a text. */
  static Element add(Element parent, String tag, String cssClass, String text) {
    return add(parent, tag, text).addClass(cssClass);
  }

  /** Appends an empty element of a class. */
  static Element box(Element parent, String tag, String cssClass) {
    return parent.appendElement(tag).addClass(cssClass);
  }

  /** Appends a button that does nothing without the script. */
  static Element button(Element parent, String cssClass) {
    return box(parent, "button", cssClass).attr("type", "button");
  }

  /**
   * Without control characters, line separators, and what turns the direction of the text around
   * it, which would let a name change how its neighbours read.
   */
  static String plain(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
  }
}
