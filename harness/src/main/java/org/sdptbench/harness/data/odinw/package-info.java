/**
 * The thirteen data sets of ODinW-13 in the folders that GLIP's configurations name.
 *
 * <pre>{@code
 * odinw/Aquarium/Aquarium Combined.v2-raw-1024.coco/train/annotations_without_background.json
 * odinw/Aquarium/Aquarium Combined.v2-raw-1024.coco/train/IMG_2289_jpeg_jpg.rf.fe2a.jpg
 *
 * OdinwDataset.AQUARIUM.open(Path.of("odinw"), OdinwSplit.TRAIN)
 * OdinwDataset.AQUARIUM.openFewShot(Path.of("odinw"), train, 5, 300)
 * }</pre>
 */
@NullMarked
package org.sdptbench.harness.data.odinw;

import org.jspecify.annotations.NullMarked;
