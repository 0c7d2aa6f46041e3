package org.sdptbench.harness.data.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.coco.CocoFile;
import org.sdptbench.harness.data.voc.VocFolder;

/** A split that was found in a folder. */
public sealed interface FoundSplit {
  /** What it is called there, e.g. {@code val2017}. */
  String name();

  /** The file or folder that says what is in it. */
  Path annotations();

  /**
   * Reads what is right of it; images are not opened.
   *
   * @param problems told all that is wrong with the annotations
   * @throws IOException if a file cannot be read
   */
  Contents read(DatasetProblems problems) throws IOException;

  /**
   * What is in a split.
   *
   * @param data images and objects
   * @param folder where the images lie
   */
  record Contents(DetectionDataset data, ImageFolder folder) {}

  /**
   * A split with one annotation file in COCO's form, which is also LVIS's.
   *
   * @param folders where its images may lie, the likeliest first
   */
  record Coco(String name, Path annotations, List<Path> folders) implements FoundSplit {
    private static final int LOOKED_FOR = 20;

    /** Defensive copy. */
    public Coco {
      folders = List.copyOf(folders);
    }

    @Override
    public Contents read(DatasetProblems problems) throws IOException {
      CocoFile file = CocoFile.read(annotations, problems);
      ImageFolder folder = folder(file.images());
      return new Contents(file.in(folder, name), folder);
    }

    /** The folder that has most of the first images; the likeliest if all have as many. */
    private ImageFolder folder(List<ImageInfo> images) {
      List<ImageFolder> possible = new ArrayList<>(folders.stream().map(ImageFolder::new).toList());
      List<ImageInfo> first = images.subList(0, Math.min(LOOKED_FOR, images.size()));
      return possible.stream()
          .max(
              Comparator.<ImageFolder>comparingLong(
                      folder ->
                          first.stream().filter(image -> folder.contains(image.fileName())).count())
                  .thenComparingInt(folder -> -possible.indexOf(folder)))
          .orElseThrow();
    }
  }

  /**
   * A split of a folder in VOC's layout.
   *
   * @param folder the folder
   * @param set the list of its images; empty: all of the folder
   */
  record Voc(VocFolder folder, Optional<String> set) implements FoundSplit {

    @Override
    public String name() {
      return set.orElse("all");
    }

    @Override
    public Path annotations() {
      return set.map(folder::list).orElse(folder.root().resolve("Annotations"));
    }

    @Override
    public Contents read(DatasetProblems problems) throws IOException {
      List<String> ids = set.isPresent() ? folder.ids(set.get(), problems) : folder.ids();
      return new Contents(folder.read(name(), ids, problems), folder.images());
    }
  }
}
