package org.sdptbench.harness.data.voc;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.file.FileKind;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.ImageFiles;

/** Reads one annotation file. */
final class VocXml {
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 16;
  private static final int PRINTED = 60;
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final String ROOT = "/annotation";
  private static final String OBJECT = ROOT + "/object";
  private static final Set<String> FIELDS =
      Set.of(
          ROOT + "/filename",
          ROOT + "/size/width",
          ROOT + "/size/height",
          OBJECT + "/name",
          OBJECT + "/difficult",
          OBJECT + "/bndbox/xmin",
          OBJECT + "/bndbox/ymin",
          OBJECT + "/bndbox/xmax",
          OBJECT + "/bndbox/ymax");

  private final Path file;
  private final DatasetProblems problems;
  private final List<VocImage.Item> objects = new ArrayList<>();
  private final Map<String, Field> ofImage = new HashMap<>();
  private final Map<String, Field> ofObject = new HashMap<>();
  private int number;

  /** The text of an element and the line on which it ends. */
  private record Field(String text, int line) {}

  /**
   * A reader of a file.
   *
   * @param problems told all that is wrong with it
   */
  VocXml(Path file, DatasetProblems problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Reads the file.
   *
   * @return what it says; empty if anything in it is wrong
   * @throws IOException if it cannot be read
   */
  Optional<VocImage> read() throws IOException {
    int before = problems.count();
    if (!Files.isRegularFile(file)) {
      problems.add(file, "", "no such file", "an annotation file of VOC");
      return Optional.empty();
    }
    if (Files.size(file) > MAX_BYTES) {
      problems.add(file, "", Files.size(file) + " bytes", "at most " + MAX_BYTES + " bytes");
      return Optional.empty();
    }
    boolean annotation;
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(text()));
      try {
        annotation = readRoot(xml);
      } finally {
        xml.close();
      }
    } catch (CharacterCodingException e) {
      problems.add(
          file,
          "",
          FileKind.of(file).orElse("bytes that are not UTF-8"),
          "XML in UTF-8, without a document type");
      return Optional.empty();
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      problems.add(
          file,
          line > 0 ? "line " + line : "",
          FileKind.of(file)
              .filter(kind -> !kind.contains("XML"))
              .orElse("damaged XML (%s)".formatted(reason(e))),
          "XML without a document type");
      return Optional.empty();
    }
    if (!annotation) {
      return Optional.empty();
    }
    int width = size(ROOT + "/size/width");
    int height = size(ROOT + "/size/height");
    if ((long) width * height > ImageFiles.MAX_PIXELS) {
      problems.add(
          file,
          ROOT + "/size",
          "%s x %s pixels".formatted(width, height),
          "at most " + ImageFiles.MAX_PIXELS + " pixels");
    }
    @Nullable Field name = ofImage.get(ROOT + "/filename");
    return problems.count() > before
        ? Optional.empty()
        : Optional.of(new VocImage(name == null ? "" : name.text(), width, height, objects));
  }

  /** Decoded here: the platform prints on standard error what bytes it cannot decode. */
  private String text() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  /** The last line of the message; the first repeats the place. */
  private static String reason(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    String last = message.substring(message.lastIndexOf('\n') + 1);
    return shortened(last.replaceFirst("^Message: ", "").strip(), 2 * PRINTED);
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  /** Reads the file to its end; false if its root is another one. */
  private boolean readRoot(XMLStreamReader xml) throws XMLStreamException {
    List<String> path = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          path.add(xml.getLocalName());
          text.setLength(0);
          if (path.size() > MAX_DEPTH) {
            throw new XMLStreamException("nested too deep", xml.getLocation());
          }
          if (path.size() == 1 && !xml.getLocalName().equals("annotation")) {
            problems.add(
                file,
                "line " + xml.getLocation().getLineNumber(),
                "the root <%s>".formatted(shortened(xml.getLocalName())),
                "<annotation>");
            return false;
          }
          number += path(path).equals(OBJECT) ? 1 : 0;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          end(path(path), text.toString().strip(), line(xml));
          path.remove(path.size() - 1);
          text.setLength(0);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("a document type", xml.getLocation());
        default -> {}
      }
    }
    return true;
  }

  private static String path(List<String> names) {
    return "/" + String.join("/", names);
  }

  private static int line(XMLStreamReader xml) {
    return xml.getLocation().getLineNumber();
  }

  private void end(String path, String text, int line) {
    if (path.equals(OBJECT)) {
      takeObject(line);
      ofObject.clear();
    } else if (FIELDS.contains(path)) {
      Map<String, Field> fields = path.startsWith(OBJECT) ? ofObject : ofImage;
      if (fields.putIfAbsent(path, new Field(text, line)) != null) {
        report(path, line, shortened(text) + " as well", "one <%s>".formatted(last(path)));
      }
    }
  }

  private void takeObject(int line) {
    int before = problems.count();
    @Nullable Field name = ofObject.get(OBJECT + "/name");
    if (name == null || name.text().isEmpty()) {
      report(OBJECT + "/name", line, "nothing", "the name of a class");
    }
    @Nullable Field flag = ofObject.get(OBJECT + "/difficult");
    if (flag != null && !flag.text().equals("0") && !flag.text().equals("1")) {
      report(OBJECT + "/difficult", flag.line(), "'%s'".formatted(shortened(flag.text())), "0, 1");
    }
    double left = coordinate("xmin", line);
    double top = coordinate("ymin", line);
    double right = coordinate("xmax", line);
    double bottom = coordinate("ymax", line);
    if (problems.count() > before || name == null) {
      return;
    }
    if (right < left || bottom < top) {
      report(
          OBJECT + "/bndbox",
          line,
          "xmin %s, ymin %s, xmax %s, ymax %s".formatted(left, top, right, bottom),
          "xmax of at least xmin, and ymax of at least ymin");
      return;
    }
    objects.add(
        new VocImage.Item(
            name.text().toLowerCase(Locale.ROOT),
            new Box(left - 1, top - 1, right - left + 1, bottom - top + 1),
            flag != null && flag.text().equals("1")));
  }

  private double coordinate(String name, int line) {
    String path = OBJECT + "/bndbox/" + name;
    @Nullable Field field = ofObject.get(path);
    String allowed = "a number of pixels, counted from 1";
    if (field == null) {
      report(path, line, "nothing", allowed);
      return 0;
    }
    try {
      double value = Double.parseDouble(field.text());
      if (Math.abs(value) <= ImageFiles.MAX_PIXELS) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    report(path, field.line(), "'%s'".formatted(shortened(field.text())), allowed);
    return 0;
  }

  private int size(String path) {
    @Nullable Field field = ofImage.get(path);
    String allowed = "a whole number from 1 to " + ImageFiles.MAX_PIXELS;
    if (field == null) {
      problems.add(file, path, "nothing", allowed);
      return 1;
    }
    try {
      int value = Integer.parseInt(field.text());
      if (value >= 1 && value <= ImageFiles.MAX_PIXELS) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    report(path, field.line(), "'%s'".formatted(shortened(field.text())), allowed);
    return 1;
  }

  /** Objects are counted from 1, as in XPath. */
  private void report(String path, int line, String found, String allowed) {
    String place = path.replace(OBJECT, "%s[%s]".formatted(OBJECT, number));
    problems.add(file, "%s (line %s)".formatted(place, line), found, allowed);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String shortened(String text) {
    return shortened(text, PRINTED);
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }
}
