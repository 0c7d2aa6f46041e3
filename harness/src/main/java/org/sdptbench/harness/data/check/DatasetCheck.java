package org.sdptbench.harness.data.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.EachImage;
import org.sdptbench.harness.data.FileProgress;
import org.sdptbench.harness.data.ImageFiles;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.ImageTraits;
import org.sdptbench.harness.data.ImageTraits.Samples;
import org.sdptbench.harness.data.TrainingBoxes;
import org.sdptbench.harness.data.coco.TaskClasses;

/** Reads all of a data set. */
public final class DatasetCheck {
  private final boolean opens;
  private final FileProgress progress;

  /**
   * A check.
   *
   * @param opens whether every image is opened and decoded; if not, files are only looked for
   * @param progress told how many images are opened
   */
  public DatasetCheck(boolean opens, FileProgress progress) {
    this.opens = opens;
    this.progress = progress;
  }

  /**
   * Checks a split.
   *
   * @throws IOException if an annotation file cannot be read
   */
  public SplitReport of(FoundSplit split) throws IOException {
    DatasetProblems problems = new DatasetProblems();
    FoundSplit.Contents contents = split.read(problems);
    DetectionDataset data = contents.data();
    SplitReport.Opened opened = look(data, contents.folder(), problems);
    return new SplitReport(
        split,
        contents.folder().folder(),
        data.categories(),
        counts(data),
        unused(data),
        opened,
        problems.first(),
        problems.count());
  }

  /**
   * What makes splits no task together, though each by itself may be right: classes of other names.
   * VOC's files list no classes.
   */
  public static List<DatasetProblem> together(List<SplitReport> splits) {
    DatasetProblems problems = new DatasetProblems();
    List<SplitReport> whole =
        splits.stream()
            .filter(split -> split.split() instanceof FoundSplit.Coco && !split.classes().isEmpty())
            .toList();
    if (whole.isEmpty()) {
      return List.of();
    }
    SplitReport first = whole.get(0);
    try {
      TaskClasses classes = new TaskClasses(first.split().annotations(), first.classes());
      for (SplitReport other : whole.subList(1, whole.size())) {
        try {
          classes.ids(other.split().annotations(), other.classes());
        } catch (DatasetException e) {
          problems.add(e);
        }
      }
    } catch (DatasetException e) {
      problems.add(e);
    }
    return problems.first();
  }

  private static SplitReport.Counts counts(DetectionDataset data) {
    Set<Long> shown = new HashSet<>();
    int crowds = 0;
    for (Annotation object : data.annotations()) {
      shown.add(object.imageId());
      crowds += object.crowd() ? 1 : 0;
    }
    int bare = 0;
    Set<String> files = new HashSet<>();
    for (ImageInfo image : data.images()) {
      bare += shown.contains(image.id()) ? 0 : 1;
      files.add(image.fileName());
    }
    TrainingBoxes boxes = TrainingBoxes.of(data);
    return new SplitReport.Counts(
        data.images().size(),
        bare,
        data.images().size() - files.size(),
        data.annotations().size(),
        crowds,
        boxes.clipped(),
        boxes.dropped());
  }

  private static List<String> unused(DetectionDataset data) {
    Set<Integer> used = new HashSet<>();
    data.annotations().forEach(object -> used.add(object.categoryId()));
    List<String> unused = new ArrayList<>();
    data.categories().stream()
        .filter(category -> !used.contains(category.id()))
        .forEach(category -> unused.add(category.name()));
    return unused;
  }

  /** What came of looking at an image. */
  private record Look(
      boolean missing, Optional<ImageTraits> traits, Optional<DatasetException> problem) {}

  private SplitReport.Opened look(
      DetectionDataset data, ImageFolder folder, DatasetProblems problems) throws IOException {
    Tally tally = new Tally(folder, problems);
    // A decoded image is there twice, as it is stored and as red, green and blue.
    new EachImage<>(
            image -> look(folder, image),
            image -> opens ? 8L * image.width() * image.height() : 0,
            progress)
        .run(
            data.name() + (opens ? ": opening images" : ": looking for images"),
            data.images(),
            tally::take);
    return new SplitReport.Opened(tally.missing, tally.wrong, tally.turned, tally.samples);
  }

  /** Counts what comes of images. */
  private static final class Tally {
    private final ImageFolder folder;
    private final DatasetProblems problems;
    private final Map<Samples, Integer> samples = new EnumMap<>(Samples.class);
    private int missing;
    private int wrong;
    private int turned;

    Tally(ImageFolder folder, DatasetProblems problems) {
      this.folder = folder;
      this.problems = problems;
    }

    void take(ImageInfo image, Look look) {
      if (look.missing()) {
        missing++;
        problems.add(folder.file(image.fileName()), "", "no such file", "an image file");
      }
      if (look.problem().isPresent()) {
        wrong++;
        problems.add(look.problem().get());
      }
      if (look.traits().isPresent()) {
        samples.merge(look.traits().get().samples(), 1, Integer::sum);
        turned += look.traits().get().orientation() == 1 ? 0 : 1;
      }
    }
  }

  private Look look(ImageFolder folder, ImageInfo image) {
    if (!folder.contains(image.fileName())) {
      return new Look(true, Optional.empty(), Optional.empty());
    } else if (!opens) {
      return new Look(false, Optional.empty(), Optional.empty());
    }
    try {
      ImageTraits traits =
          ImageFiles.traits(folder.file(image.fileName()), image.width(), image.height());
      return new Look(false, Optional.of(traits), Optional.empty());
    } catch (DatasetException e) {
      return new Look(false, Optional.empty(), Optional.of(e));
    }
  }
}
