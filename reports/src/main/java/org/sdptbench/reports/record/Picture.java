package org.sdptbench.reports.record;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A test image with what is in it and what was found in it. Boxes are in pixels of the image.
 *
 * @param file the image beside the run records, in their folder: {@code pictures/SUITE/NAME.png}
 * @param width width of the image in pixels
 * @param height its height
 * @param truth the ground truth
 * @param detections what was found, by falling score
 * @param attention maps of the attention that the words of a class pay to the image; empty if none
 *     were asked for
 */
public record Picture(
    String file,
    int width,
    int height,
    List<Region> truth,
    List<Region> detections,
    List<AttentionMap> attention) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the file does not lie under {@code pictures/}, or the image
   *     is empty
   */
  public Picture {
    if (!file.matches("pictures(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")) {
      throw new IllegalArgumentException(
          "pictures.file is '%s'; allowed are files in pictures/ of letters, digits, ., - and _"
              .formatted(file));
    }
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "pictures: %s has %s x %s pixels".formatted(file, width, height));
    }
    truth = List.copyOf(Objects.requireNonNull(truth, "pictures.truth"));
    detections = List.copyOf(Objects.requireNonNull(detections, "pictures.detections"));
    attention = List.copyOf(Objects.requireNonNull(attention, "pictures.attention"));
  }

  /**
   * A box with the name of a class.
   *
   * @param label name of the class
   * @param x left side
   * @param y upper side
   * @param width width
   * @param height height
   * @param score confidence from 0 to 1; absent in the ground truth
   */
  public record Region(
      String label, double x, double y, double width, double height, @Nullable Double score) {
    /** Checks. */
    public Region {
      Objects.requireNonNull(label, "pictures.label");
      if (!(Double.isFinite(x) && Double.isFinite(y) && width >= 0 && height >= 0)) {
        throw new IllegalArgumentException(
            "pictures: a box of '%s' is [%s, %s, %s, %s]".formatted(label, x, y, width, height));
      }
    }
  }

  /**
   * How much the words of a class attend to each part of an image, or where the label is {@link
   * #EIGEN_CAM}, the map of the image encoder that the paper's release shows.
   *
   * @param label name of the class, or {@link #EIGEN_CAM}
   * @param columns columns of the grid that covers the image
   * @param rows its rows
   * @param weights weights row by row, none negative
   */
  public record AttentionMap(String label, int columns, int rows, List<Double> weights) {
    /** Label of the image encoder's map, which no words have a part in. */
    public static final String EIGEN_CAM = "EigenCAM";

    /** Checks and copies. */
    public AttentionMap {
      Objects.requireNonNull(label, "pictures.attention.label");
      weights = List.copyOf(Objects.requireNonNull(weights, "pictures.attention.weights"));
      if (columns < 1 || rows < 1 || weights.size() != (long) columns * rows) {
        throw new IllegalArgumentException(
            "pictures.attention: %s weights for %s x %s".formatted(weights.size(), columns, rows));
      }
    }
  }
}
