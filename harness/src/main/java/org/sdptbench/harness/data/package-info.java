/**
 * Detection data: images with boxes.
 *
 * <p>{@link org.sdptbench.harness.data.DetectionDataset} is the one form in which every source
 * (COCO files, VOC and ODinW folders, rendered scenes) reaches training and evaluation. Boxes are
 * COCO boxes: left, top, width and height in pixels of the original image.
 *
 * <p>{@link org.sdptbench.harness.data.ImageFiles} and {@link
 * org.sdptbench.harness.data.ImageFolder} read pixels as PIL does; {@link
 * org.sdptbench.harness.data.TrainingBoxes} clips boxes for training, and for training only; {@link
 * org.sdptbench.harness.data.FewShot} draws GLIP's few-shot training sets; {@link
 * org.sdptbench.harness.data.DatasetDigest} identifies a data set by its contents, and {@link
 * org.sdptbench.harness.data.SplitDigests} remembers what it read for that; {@link
 * org.sdptbench.harness.data.EachImage} works on many images at once; {@link
 * org.sdptbench.harness.data.DatasetException} lists everything that is wrong with a data set.
 */
@NullMarked
package org.sdptbench.harness.data;

import org.jspecify.annotations.NullMarked;
