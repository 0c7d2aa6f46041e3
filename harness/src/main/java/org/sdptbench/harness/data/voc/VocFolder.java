package org.sdptbench.harness.data.voc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.ImageInfo;

/**
 * A folder in VOC's layout.
 *
 * @param root the folder that holds {@code Annotations} and {@code JPEGImages}
 */
public record VocFolder(Path root) {
  /** The classes of PASCAL VOC in their official order, which is that of the alphabet. */
  public static final List<String> CLASSES =
      List.of(
          "aeroplane",
          "bicycle",
          "bird",
          "boat",
          "bottle",
          "bus",
          "car",
          "cat",
          "chair",
          "cow",
          "diningtable",
          "dog",
          "horse",
          "motorbike",
          "person",
          "pottedplant",
          "sheep",
          "sofa",
          "train",
          "tvmonitor");

  private static final long MAX_LIST_BYTES = 64 << 20;

  /** Whether a folder has this layout. */
  public static boolean is(Path folder) {
    return Files.isDirectory(folder.resolve("Annotations"))
        && Files.isDirectory(folder.resolve("JPEGImages"));
  }

  /** The file of an XML's id. */
  Path annotations(String id) {
    return root.resolve("Annotations").resolve(id + ".xml");
  }

  /** Where the images lie. */
  public ImageFolder images() {
    return new ImageFolder(root.resolve("JPEGImages"));
  }

  /** The list of a set, e.g. {@code train}. */
  public Path list(String set) {
    return root.resolve("ImageSets").resolve("Main").resolve(set + ".txt");
  }

  /**
   * The ids of a set, in the order of its list.
   *
   * @param problems told what is wrong with the list
   * @throws IOException if it cannot be read
   */
  public List<String> ids(String set, DatasetProblems problems) throws IOException {
    Path list = list(set);
    if (!Files.isRegularFile(list) || Files.size(list) > MAX_LIST_BYTES) {
      String found = Files.exists(list) ? Files.size(list) + " bytes" : "no such file";
      problems.add(list, "", found, "a list of ids, of at most " + MAX_LIST_BYTES + " bytes");
      return List.of();
    }
    Set<String> ids = new HashSet<>();
    List<String> ordered = new ArrayList<>();
    int line = 0;
    // Latin-1 reads any bytes; ids that are no file names are told below.
    for (String text : Files.readAllLines(list, StandardCharsets.ISO_8859_1)) {
      line++;
      String id = text.strip();
      if (id.isEmpty()) {
        continue;
      }
      if (images().resolve(id).isEmpty() || id.contains("/") || id.contains("\\")) {
        problems.add(list, "line " + line, "'" + id + "'", "the name of an annotation file");
      } else if (!ids.add(id)) {
        problems.add(list, "line " + line, "'" + id + "' for a second time", "each id once");
      } else {
        ordered.add(id);
      }
    }
    if (ordered.isEmpty() && problems.count() == 0) {
      problems.add(list, "", "an empty list", "at least one id");
    }
    return ordered;
  }

  /**
   * The ids of all annotation files, in the order of their names.
   *
   * @throws IOException if the folder cannot be listed
   */
  public List<String> ids() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("Annotations"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".xml"))
          .map(name -> name.substring(0, name.length() - ".xml".length()))
          .sorted()
          .toList();
    }
  }

  /**
   * Opens images with their objects. The classes are VOC's, or, where the files have others, those
   * of the files by name.
   *
   * @param name name for messages and records
   * @param ids which images, each by the name of its annotation file
   * @throws DatasetException with all that is wrong
   * @throws IOException if a file cannot be read
   */
  public DetectionDataset open(String name, List<String> ids) throws IOException {
    DatasetProblems problems = new DatasetProblems();
    DetectionDataset data = read(name, ids, problems);
    for (ImageInfo image : data.images()) {
      if (!images().contains(image.fileName())) {
        problems.add(
            images().folder().resolve(image.fileName()), "", "no such file", "a readable image");
      }
    }
    problems.throwIfAny();
    return data;
  }

  /**
   * Reads what is right of images with their objects; image files are not looked at.
   *
   * @param problems told all that is wrong
   * @throws IOException if a file cannot be read
   */
  public DetectionDataset read(String name, List<String> ids, DatasetProblems problems)
      throws IOException {
    Map<String, VocImage> files = new LinkedHashMap<>();
    for (String id : ids) {
      new VocXml(annotations(id), problems).read().ifPresent(image -> files.put(id, image));
    }
    List<String> classes = classes(files);
    List<Category> categories = new ArrayList<>();
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (String each : classes) {
      categories.add(new Category(categories.size() + 1, each));
      numbers.put(each, categories.size());
    }
    List<ImageInfo> images = new ArrayList<>();
    List<Annotation> objects = new ArrayList<>();
    files.forEach(
        (id, file) -> {
          ImageInfo image =
              new ImageInfo(images.size(), imageFile(id, file), file.width(), file.height());
          images.add(image);
          for (VocImage.Item object : file.objects()) {
            objects.add(
                new Annotation(
                    objects.size() + 1,
                    image.id(),
                    numbers.getOrDefault(object.name(), 0),
                    object.box(),
                    object.box().area(),
                    object.difficult()));
          }
        });
    return new DetectionDataset(name, categories, images, objects, images());
  }

  private static List<String> classes(Map<String, VocImage> files) {
    Set<String> found = new TreeSet<>();
    files.values().forEach(file -> file.objects().forEach(object -> found.add(object.name())));
    return CLASSES.containsAll(found) ? CLASSES : List.copyOf(found);
  }

  private String imageFile(String id, VocImage file) {
    String own = id + ".jpg";
    boolean named = !file.fileName().isEmpty() && images().resolve(file.fileName()).isPresent();
    return !images().contains(own) && named && images().contains(file.fileName())
        ? file.fileName()
        : own;
  }
}
