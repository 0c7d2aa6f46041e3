package org.sdptbench.harness.data.coco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.ImageFiles;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.LvisFederation;
import org.sdptbench.harness.data.LvisFederation.Frequency;

/**
 * Reads one annotation file. The sections may come in any order, so ids are resolved at the end.
 */
final class CocoParser {
  private static final Set<String> CATEGORY_FIELDS = Set.of("id", "name", "frequency");
  private static final Set<String> IMAGE_FIELDS =
      Set.of(
          "id",
          "file_name",
          "coco_url",
          "width",
          "height",
          "neg_category_ids",
          "not_exhaustive_category_ids");
  private static final Set<String> ANNOTATION_FIELDS =
      Set.of("id", "image_id", "category_id", "bbox", "area", "iscrowd");

  private static final ClassNames NAMES = new ClassNames();

  private final Path file;
  private final Optional<ImageFolder> folder;
  private final DatasetProblems problems;

  private final Map<Integer, Category> categories = new HashMap<>();
  private final Map<Long, ImageInfo> images = new HashMap<>();
  private final List<Annotation> annotations = new ArrayList<>();
  private final Places places = new Places();
  private final Map<Integer, Frequency> frequencies = new HashMap<>();
  private final Map<Long, Set<Integer>> negatives = new HashMap<>();
  private final Map<Long, Set<Integer>> notExhaustive = new HashMap<>();
  // Ids of broken entries: what refers to them is not wrong as well.
  private final Set<Long> brokenImages = new HashSet<>();
  private final Set<Integer> brokenCategories = new HashSet<>();

  CocoParser(Path file, Optional<ImageFolder> folder, DatasetProblems problems) {
    this.file = file;
    this.folder = folder;
    this.problems = problems;
  }

  CocoFile parse() throws IOException {
    int before = problems.count();
    boolean complete =
        new JsonSections(
                file,
                problems,
                Map.of(
                    "categories", new JsonSections.Section(CATEGORY_FIELDS, this::takeCategory),
                    "images", new JsonSections.Section(IMAGE_FIELDS, this::takeImage),
                    "annotations",
                        new JsonSections.Section(ANNOTATION_FIELDS, this::takeAnnotation)))
            .read();
    List<Annotation> resolved = List.of();
    if (complete) {
      if (problems.count() == before) {
        refuseEmpty("images", images);
        refuseEmpty("categories", categories);
      }
      resolved = resolve();
    }
    return new CocoFile(
        categories.values().stream().sorted(Comparator.comparingInt(Category::id)).toList(),
        images.values().stream().sorted(Comparator.comparingLong(ImageInfo::id)).toList(),
        resolved,
        federation());
  }

  private void takeCategory(JsonEntry entry) {
    int id = (int) entry.integer("id", 0, Integer.MAX_VALUE);
    String name = entry.text("name");
    if (!entry.broken()) {
      NAMES.problem(name).ifPresent(p -> entry.reportText("name", p, ClassNames.ALLOWED));
    }
    if (entry.has("frequency")) {
      String letter = entry.text("frequency");
      for (Frequency frequency : Frequency.values()) {
        if (frequency.letter().equals(letter)) {
          frequencies.put(id, frequency);
        }
      }
      if (!frequencies.containsKey(id)) {
        entry.reportText("frequency", "'" + letter + "'", "r, c or f");
      }
    }
    if (entry.broken()) {
      brokenCategories.add(id);
    } else if (categories.putIfAbsent(id, new Category(id, name)) != null) {
      entry.reportText("id", id + " for a second time", "each id once");
    }
  }

  private void takeImage(JsonEntry entry) {
    long id = entry.integer("id", Long.MIN_VALUE, Long.MAX_VALUE);
    int width = (int) entry.integer("width", 1, ImageFiles.MAX_PIXELS);
    int height = (int) entry.integer("height", 1, ImageFiles.MAX_PIXELS);
    if ((long) width * height > ImageFiles.MAX_PIXELS) {
      entry.reportText(
          "width",
          "%s x %s pixels".formatted(width, height),
          "at most " + ImageFiles.MAX_PIXELS + " pixels");
    }
    String fileName = fileName(entry);
    Set<Integer> negative = entry.ids("neg_category_ids");
    Set<Integer> partial = entry.ids("not_exhaustive_category_ids");
    if (entry.broken()) {
      brokenImages.add(id);
    } else if (images.putIfAbsent(id, new ImageInfo(id, fileName, width, height)) != null) {
      entry.reportText("id", id + " for a second time", "each id once");
    } else if (entry.has("neg_category_ids")) {
      negatives.put(id, Set.copyOf(negative));
      notExhaustive.put(id, Set.copyOf(partial));
    }
  }

  /** The name in the file; LVIS v1 has none, but a URL that ends in folder and name. */
  private String fileName(JsonEntry entry) {
    boolean fromUrl = !entry.has("file_name") && entry.has("coco_url");
    String field = fromUrl ? "coco_url" : "file_name";
    String name = entry.text(field);
    if (fromUrl) {
      int folderEnd = name.lastIndexOf('/');
      name = name.substring(name.lastIndexOf('/', folderEnd - 1) + 1);
    }
    if (entry.broken()) {
      return name;
    }
    // Names are judged even where images are not looked for; any folder will do for that.
    ImageFolder judge = folder.orElseGet(() -> new ImageFolder(Path.of("images")));
    if (judge.resolve(name).isEmpty()) {
      entry.reportText(field, "'" + name + "'", "a relative path inside the image folder");
    } else if (folder.isPresent() && !judge.contains(name)) {
      entry.reportText(field, "'" + name + "', no such file", "a file in " + folder.get().folder());
    }
    return name;
  }

  private void takeAnnotation(JsonEntry entry) {
    long id = entry.integer("id", Long.MIN_VALUE, Long.MAX_VALUE);
    long image = entry.integer("image_id", Long.MIN_VALUE, Long.MAX_VALUE);
    int category = (int) entry.integer("category_id", 0, Integer.MAX_VALUE);
    double[] b = entry.box("bbox");
    double area = entry.size("area");
    boolean crowd = entry.flag("iscrowd");
    if (entry.broken()) {
      return;
    }
    Box box = new Box(b[0], b[1], b[2], b[3]);
    annotations.add(new Annotation(id, image, category, box, area, crowd));
    places.add(entry.place());
  }

  /** Nothing could be measured on such a file: every metric would be undefined. */
  private void refuseEmpty(String section, Map<?, ?> entries) {
    if (entries.isEmpty()) {
      problems.add(file, "/" + section, "an empty list", "at least one entry");
    }
  }

  private List<Annotation> resolve() {
    Set<Long> seen = new HashSet<>();
    boolean distinct = areIdsDistinct();
    List<Annotation> resolved = new ArrayList<>(annotations.size());
    for (int i = 0; i < annotations.size(); i++) {
      Annotation a = annotations.get(i);
      if (!distinct && !seen.add(a.id())) {
        problems.add(
            file, places.get(i).field("id"), a.id() + " for a second time", "each id once");
        continue;
      }
      ImageInfo image = images.get(a.imageId());
      if (image == null && !brokenImages.contains(a.imageId())) {
        problems.add(
            file,
            places.get(i).field("image_id"),
            String.valueOf(a.imageId()),
            "the id of one of the %s images".formatted(images.size()));
      }
      if (!categories.containsKey(a.categoryId()) && !brokenCategories.contains(a.categoryId())) {
        problems.add(
            file,
            places.get(i).field("category_id"),
            String.valueOf(a.categoryId()),
            "one of " + listed(categories.keySet()));
      }
      if (image != null) {
        resolved.add(a);
      }
    }
    return resolved;
  }

  /** Sorted numbers tell it in a fraction of the memory that a set of a million takes. */
  private boolean areIdsDistinct() {
    long[] ids = annotations.stream().mapToLong(Annotation::id).sorted().toArray();
    return IntStream.range(1, ids.length).noneMatch(i -> ids[i] == ids[i - 1]);
  }

  private Optional<LvisFederation> federation() {
    boolean complete =
        !categories.isEmpty()
            && frequencies.keySet().containsAll(categories.keySet())
            && negatives.keySet().containsAll(images.keySet());
    return complete
        ? Optional.of(new LvisFederation(frequencies, negatives, notExhaustive))
        : Optional.empty();
  }

  private static String listed(Set<Integer> ids) {
    String list = ids.stream().sorted().limit(20).toList().toString();
    return ids.size() > 20 ? list + " and " + (ids.size() - 20) + " more" : list;
  }
}
