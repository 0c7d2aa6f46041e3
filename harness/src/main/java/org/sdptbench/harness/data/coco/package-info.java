/**
 * COCO annotation files and COCO's folder layout.
 *
 * <p>{@link org.sdptbench.harness.data.coco.CocoFile} reads an {@code instances} file (the form
 * also of ODinW and LVIS); {@link org.sdptbench.harness.data.coco.SplitFiles} joins it with a
 * folder of images:
 *
 * <pre>{@code
 * coco/annotations/instances_val2017.json     new SplitFiles("coco/val2017", instances, images).open()
 * coco/val2017/000000005001.jpg
 * }</pre>
 *
 * <p>A file is not trusted before it is read to its end: missing or wrong fields, ids that occur
 * twice or lead nowhere, file names that leave their folder and missing image files are collected
 * and reported in one {@link org.sdptbench.harness.data.DatasetException}, each with its JSON
 * pointer and line.
 *
 * <p>Boxes are kept as they are annotated, wherever they lie, since COCO's evaluation takes them
 * so; what reaches beyond its image is clipped for training only ({@link
 * org.sdptbench.harness.data.TrainingBoxes}). A box may be empty (it matches nothing), and {@code
 * iscrowd} may be absent, as in LVIS.
 */
@NullMarked
package org.sdptbench.harness.data.coco;

import org.jspecify.annotations.NullMarked;
