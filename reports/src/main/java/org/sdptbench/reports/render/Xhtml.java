package org.sdptbench.reports.render;

import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A document tree built node by node: text is always text, so nothing in it can become markup.
 * Control characters become spaces, and a text longer than {@link #LONGEST_TEXT} is cut.
 */
final class Xhtml {

  /** Longest text in characters; a report is read by people, and the CSV files hold the rest. */
  static final int LONGEST_TEXT = 600;

  private final Document document;
  private final Element head;
  private final Element body;

  Xhtml(String language) {
    try {
      document = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the Java runtime has no XML support", e);
    }
    Element html = document.createElement("html");
    html.setAttribute("lang", language);
    document.appendChild(html);
    head = add(html, "head");
    body = add(html, "body");
  }

  Document document() {
    return document;
  }

  Element head() {
    return head;
  }

  Element body() {
    return body;
  }

  /** Appends an element. */
  Element add(Element parent, String tag) {
    Element element = document.createElement(tag);
    parent.appendChild(element);
    return element;
  }

  /** Appends an element of a class. */
  Element add(Element parent, String tag, String cssClass) {
    Element element = add(parent, tag);
    element.setAttribute("class", cssClass);
    return element;
  }

  /** Appends text. */
  Element text(Element parent, String text) {
    parent.appendChild(document.createTextNode(clean(text)));
    return parent;
  }

  /** Appends a style sheet or anything else that must not be cut. */
  void raw(Element parent, String text) {
    parent.appendChild(document.createTextNode(text));
  }

  /** Appends a row of header or body cells. */
  void row(Element parent, String cellTag, List<String> texts) {
    Element row = add(parent, "tr");
    texts.forEach(text -> text(add(row, cellTag), text));
  }

  static String clean(String text) {
    String plain =
        text.codePoints()
            .map(
                c ->
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    if (plain.length() <= LONGEST_TEXT) {
      return plain;
    }
    int end = plain.offsetByCodePoints(0, plain.codePointCount(0, LONGEST_TEXT) - 1);
    return plain.substring(0, end) + "…";
  }
}
