package org.sdptbench.harness.data.picto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sdptbench.glip.names.NearestName;
import org.sdptbench.harness.data.DetectionDataset;

/**
 * The part {@code picto} of {@code datasets.lock}: what every split at {@link Picto#DEFAULT_SIDE}
 * must be, to the pixel.
 *
 * @param splits by name, e.g. {@code picto-coco/test}
 */
public record PictoLock(NavigableMap<String, Entry> splits) {

  private static final String EMBEDDED = "/datasets.lock";

  /**
   * A pinned split.
   *
   * @param images number of images
   * @param objects number of annotations
   * @param sha256 {@link PictoDigest digest} of pixels and annotations
   */
  public record Entry(int images, int objects, String sha256) {}

  /** Reads a lock file. */
  public static PictoLock read(Path file) throws IOException {
    return read(new YAMLMapper().readTree(file.toFile()), file.toString());
  }

  /** The lock that this build came with. */
  public static PictoLock embedded() throws IOException {
    try (InputStream in = PictoLock.class.getResourceAsStream(EMBEDDED)) {
      return read(new YAMLMapper().readTree(in), "the embedded datasets.lock");
    }
  }

  /** The digest of a task's split. */
  public String sha256(PictoTask task, Split split) {
    String name = task.splitName(split);
    Entry entry = splits.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(name + " is not pinned");
    }
    return entry.sha256;
  }

  private static PictoLock read(JsonNode root, String file) throws IOException {
    JsonNode picto = root.path("picto");
    NavigableMap<String, Entry> splits = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : picto.properties()) {
      JsonNode node = field.getValue();
      String sha256 = node.path("sha256").asText();
      if (!sha256.matches("[0-9a-f]{64}")
          || !node.path("images").isInt()
          || !node.path("objects").isInt()) {
        throw new IOException(
            "%s: picto.%s needs images, objects and sha256 of 64 hexadecimal digits, found %s"
                .formatted(file, field.getKey(), node));
      }
      splits.put(
          field.getKey(),
          new Entry(node.path("images").asInt(), node.path("objects").asInt(), sha256));
    }
    if (splits.isEmpty()) {
      throw new IOException(file + ": nothing under picto");
    }
    return new PictoLock(splits);
  }

  /** Renders every split; takes some seconds. */
  public static PictoLock of(Picto picto) throws IOException {
    NavigableMap<String, Entry> splits = new TreeMap<>();
    for (PinnedSplit split : picto.pinned().toList()) {
      splits.put(split.name(), entry(split.data().get()));
    }
    return new PictoLock(splits);
  }

  private static Entry entry(DetectionDataset data) throws IOException {
    return new Entry(data.images().size(), data.annotations().size(), PictoDigest.of(data));
  }

  /**
   * Checks one split.
   *
   * @throws IOException if it is not pinned or differs; the message says how
   */
  public void verify(DetectionDataset data) throws IOException {
    Entry pinned = splits.get(data.name());
    if (pinned == null) {
      throw new IOException(
          "%s is not pinned%s"
              .formatted(data.name(), NearestName.hint(data.name(), splits.keySet())));
    }
    Entry found = entry(data);
    if (!found.equals(pinned)) {
      throw new IOException("%s: pinned %s, rendered %s".formatted(data.name(), pinned, found));
    }
  }

  /** What differs between this lock and another, in words; empty if nothing does. */
  public List<String> differences(PictoLock other) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(splits.keySet());
    names.addAll(other.splits.keySet());
    for (String name : names) {
      Entry mine = splits.get(name);
      Entry others = other.splits.get(name);
      if (!Objects.equals(mine, others)) {
        differences.add("%s: pinned %s, rendered %s".formatted(name, mine, others));
      }
    }
    return differences;
  }

  /** The lock as it stands in the file. */
  public String yaml() {
    StringBuilder text = new StringBuilder("picto:\n");
    splits.forEach(
        (name, e) ->
            text.append(
                "  %s: {images: %s, objects: %s, sha256: \"%s\"}\n"
                    .formatted(name, e.images, e.objects, e.sha256)));
    return text.toString();
  }
}
