/**
 * PASCAL VOC: one XML file for each image.
 *
 * <pre>{@code
 * VOC2012/Annotations/2007_000027.xml
 * VOC2012/JPEGImages/2007_000027.jpg
 * VOC2012/ImageSets/Main/train.txt           2007_000032, one a line
 * }</pre>
 *
 * <p>Boxes and objects are taken as GLIP takes them (maskrcnn_benchmark/data/datasets/voc.py):
 *
 * <ul>
 *   <li>VOC counts pixels from 1 and its last column and row belong to the box. GLIP takes 1 from
 *       all four ({@code TO_REMOVE = 1}), and its boxes hold their last pixel too
 *       (structures/bounding_box.py, {@code convert}: width = right - left + 1). In COCO's form, in
 *       which a box of one pixel is 1 wide, that is left - 1, top - 1, right - left + 1, bottom -
 *       top + 1.
 *   <li>Class names are lower-cased and stripped.
 *   <li>{@code difficult} objects are left out of training (data/build.py: {@code use_difficult =
 *       not is_train}) and ignored in the evaluation. They are crowds here, which is both; a crowd
 *       ignores any number of detections that lie in it, VOC's own evaluation those alone that meet
 *       it with an IoU of 0.5.
 *   <li>The image of {@code ID.xml} is {@code ID.jpg}. Where that is not there, it is the {@code
 *       filename} of the XML, as annotation tools write it.
 *   <li>Parts of objects (heads, hands) are no objects.
 * </ul>
 *
 * <p>GLIP reads whole numbers only; a few files of VOC 2012 have fractions, which are kept.
 *
 * <p>The XML is read as a stream without document types, so that it can neither fetch nor expand
 * anything, and with limits on the size and the depth of a file.
 */
@NullMarked
package org.sdptbench.harness.data.voc;

import org.jspecify.annotations.NullMarked;
