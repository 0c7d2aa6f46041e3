package org.sdptbench.harness.data.check;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.ImageTraits.Samples;

/**
 * What was found in a split.
 *
 * @param split the split
 * @param images folder of its images
 * @param classes its classes
 * @param counts numbers of what is in it
 * @param unused names of classes without an object
 * @param opened what was found in its images; empty if they were not opened
 * @param problems the first of what makes it unusable
 * @param problemCount how many of these there are
 */
public record SplitReport(
    FoundSplit split,
    Path images,
    List<Category> classes,
    Counts counts,
    List<String> unused,
    Opened opened,
    List<DatasetProblem> problems,
    int problemCount) {
  /** Defensive copies. */
  public SplitReport {
    classes = List.copyOf(classes);
    unused = List.copyOf(unused);
    problems = List.copyOf(problems);
  }

  /**
   * Numbers of what annotations say.
   *
   * @param images images
   * @param bare images without an object
   * @param repeated images whose file another image has too
   * @param objects objects, crowds included
   * @param crowds crowds; in VOC, what is difficult
   * @param clipped boxes that reach beyond their images
   * @param dropped boxes of no more than a pixel, once clipped
   */
  public record Counts(
      int images, int bare, int repeated, int objects, int crowds, int clipped, int dropped) {}

  /**
   * What image files are like.
   *
   * @param missing images that are not there
   * @param wrong images that cannot be read, or have another size than annotated
   * @param turned images with an EXIF orientation
   * @param samples readable images by what their pixels consist of
   */
  public record Opened(int missing, int wrong, int turned, Map<Samples, Integer> samples) {
    /** Unmodifiable copy, in the order of the kinds. */
    public Opened {
      Map<Samples, Integer> copy = new EnumMap<>(Samples.class);
      copy.putAll(samples);
      samples = Collections.unmodifiableMap(copy);
    }
  }
}
