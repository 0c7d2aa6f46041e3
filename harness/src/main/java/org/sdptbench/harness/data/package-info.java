/**
 * Detection data: images with boxes.
 *
 * <p>{@link org.sdptbench.harness.data.DetectionDataset} is the one form in which every source
 * (COCO files, ODinW folders, rendered scenes) reaches training and evaluation. Boxes are COCO
 * boxes: left, top, width and height in pixels of the original image.
 */
@NullMarked
package org.sdptbench.harness.data;

import org.jspecify.annotations.NullMarked;
