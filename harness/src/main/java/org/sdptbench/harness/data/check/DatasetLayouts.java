package org.sdptbench.harness.data.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.voc.VocFolder;

/**
 * Recognises data sets by what is in their folders:
 *
 * <ul>
 *   <li>COCO's own layout: {@code annotations/instances_SPLIT.json} and {@code SPLIT/};
 *   <li>a folder for each split, with its images and {@code annotations_without_background.json}
 *       (ODinW) or {@code _annotations.coco.json} (annotation tools) in it;
 *   <li>ODinW's pistols: {@code SPLIT_annotations_without_background.json} beside the images of all
 *       splits;
 *   <li>LVIS: {@code lvis_*.json}, and the images in COCO's folder beside;
 *   <li>PASCAL VOC: {@code Annotations}, {@code JPEGImages} and, for splits, {@code
 *       ImageSets/Main};
 *   <li>a single file in COCO's form, and the images beside it or in a folder beside it.
 * </ul>
 */
public final class DatasetLayouts {
  private static final int DEPTH = 4;
  private static final int BESIDE = 20;
  private static final String ODINW = "annotations_without_background.json";
  private static final String TOOLS = "_annotations.coco.json";
  private static final String INSTANCES = "instances_";
  private static final String JSON = ".json";

  private DatasetLayouts() {}

  /**
   * The data sets of a place.
   *
   * @param place a folder, whose folders are looked into if it is none itself, or an annotation
   *     file in COCO's form
   * @param images where the images of an annotation file lie; empty: beside it. Of a folder that is
   *     recognised by its layout, which says where images lie, nothing is asked
   * @return none if nothing is recognised
   * @throws IOException if a folder cannot be listed
   */
  public static List<FoundDataset> find(Path place, Optional<Path> images) throws IOException {
    if (Files.isRegularFile(place)) {
      Path folder = place.toAbsolutePath().resolveSibling("");
      List<Path> folders = images.isPresent() ? List.of(images.get()) : beside(folder);
      FoundSplit split = new FoundSplit.Coco(stem(place), place, folders);
      return List.of(new FoundDataset(folder, "one annotation file", List.of(split)));
    }
    List<FoundDataset> found = new ArrayList<>();
    look(place, DEPTH, found);
    return found;
  }

  private static void look(Path folder, int depth, List<FoundDataset> found) throws IOException {
    Optional<FoundDataset> here = here(folder);
    if (here.isEmpty() && depth == DEPTH) {
      here =
          dataset(folder, "one annotation file", single(folder)); // deeper, any JSON might be one
    }
    if (here.isPresent()) {
      found.add(here.get());
    } else if (depth > 0) {
      for (Path inner : folders(folder)) {
        look(inner, depth - 1, found);
      }
    }
  }

  private static Optional<FoundDataset> here(Path folder) throws IOException {
    List<FoundSplit> coco = coco(folder);
    List<FoundSplit> folders = splitFolders(folder);
    List<FoundSplit> prefixed = prefixed(folder);
    List<FoundSplit> lvis = lvis(folder);
    return dataset(folder, "PASCAL VOC's layout", voc(folder))
        .or(() -> dataset(folder, "COCO's own layout", coco))
        .or(() -> dataset(folder, "a folder for each split", folders))
        .or(() -> dataset(folder, "ODinW's layout, all splits in one folder", prefixed))
        .or(() -> dataset(folder, "LVIS's layout", lvis));
  }

  private static Optional<FoundDataset> dataset(
      Path folder, String layout, List<FoundSplit> splits) {
    return splits.isEmpty()
        ? Optional.empty()
        : Optional.of(new FoundDataset(folder, layout, splits));
  }

  private static List<FoundSplit> voc(Path folder) throws IOException {
    if (!VocFolder.is(folder)) {
      return List.of();
    }
    VocFolder voc = new VocFolder(folder);
    List<FoundSplit> splits = new ArrayList<>();
    for (String set : List.of("train", "val", "test")) {
      // The lists of tests come without their annotations.
      boolean annotated =
          Files.isRegularFile(voc.list(set))
              && voc.ids(set, new DatasetProblems()).stream()
                  .limit(1)
                  .allMatch(id -> Files.exists(folder.resolve("Annotations/" + id + ".xml")));
      if (annotated) {
        splits.add(new FoundSplit.Voc(voc, Optional.of(set)));
      }
    }
    return splits.isEmpty() ? List.of(new FoundSplit.Voc(voc, Optional.empty())) : splits;
  }

  private static List<FoundSplit> coco(Path folder) throws IOException {
    List<FoundSplit> splits = new ArrayList<>();
    for (Path file : jsonFiles(folder.resolve("annotations"))) {
      String name = String.valueOf(file.getFileName());
      if (name.startsWith(INSTANCES)) {
        String split = stem(file).substring(INSTANCES.length());
        Path images = folder.resolve("images");
        splits.add(
            new FoundSplit.Coco(
                split,
                file,
                List.of(folder.resolve(split), images.resolve(split), images, folder)));
      }
    }
    return sorted(splits);
  }

  private static List<FoundSplit> splitFolders(Path folder) throws IOException {
    List<FoundSplit> splits = new ArrayList<>();
    for (Path inner : folders(folder)) {
      split(inner).ifPresent(splits::add);
    }
    if (splits.isEmpty()) {
      split(folder).ifPresent(splits::add);
    }
    return sorted(splits);
  }

  private static Optional<FoundSplit> split(Path folder) {
    return Stream.of(ODINW, TOOLS)
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .map(file -> new FoundSplit.Coco(name(folder), file, List.of(folder)));
  }

  private static List<FoundSplit> prefixed(Path folder) throws IOException {
    List<FoundSplit> splits = new ArrayList<>();
    for (Path file : jsonFiles(folder)) {
      String name = name(file);
      if (name.endsWith("_" + ODINW)) {
        String split = name.substring(0, name.length() - ODINW.length() - 1);
        splits.add(new FoundSplit.Coco(split, file, List.of(folder)));
      }
    }
    return sorted(splits);
  }

  private static List<FoundSplit> lvis(Path folder) throws IOException {
    List<FoundSplit> splits = new ArrayList<>();
    Path coco = folder.toAbsolutePath().resolveSibling("coco");
    for (Path file : jsonFiles(folder)) {
      // The names of the test's images come without objects.
      if (name(file).startsWith("lvis_") && !name(file).contains("image_info")) {
        splits.add(
            new FoundSplit.Coco(
                stem(file).replaceFirst("^lvis_(v1_)?", ""),
                file,
                List.of(coco, folder, folder.resolve("images"))));
      }
    }
    return sorted(splits);
  }

  private static List<FoundSplit> single(Path folder) throws IOException {
    List<Path> files = jsonFiles(folder);
    return files.size() == 1
        ? List.of(new FoundSplit.Coco(stem(files.get(0)), files.get(0), beside(folder)))
        : List.of();
  }

  /** The folder itself, and those in it and beside it. */
  private static List<Path> beside(Path folder) throws IOException {
    List<Path> places = new ArrayList<>(List.of(folder));
    places.addAll(folders(folder).stream().limit(BESIDE).toList());
    Path around = folder.toAbsolutePath().normalize().getParent();
    if (around != null) {
      places.add(around);
      places.addAll(folders(around).stream().limit(BESIDE).toList());
    }
    return places;
  }

  private static List<FoundSplit> sorted(List<FoundSplit> splits) {
    return splits.stream()
        .sorted(
            Comparator.<FoundSplit, SplitRole>comparing(split -> SplitRole.of(split.name()))
                .thenComparing(FoundSplit::name))
        .toList();
  }

  private static List<Path> jsonFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      // By name first: a folder may hold a hundred thousand images.
      return files
          .filter(file -> name(file).endsWith(JSON) && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !name(file).startsWith(".") && Files.isDirectory(file))
          .sorted()
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String stem(Path file) {
    String name = name(file);
    return name.endsWith(JSON) ? name.substring(0, name.length() - JSON.length()) : name;
  }
}
