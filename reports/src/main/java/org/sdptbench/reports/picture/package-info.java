/**
 * Sheets of pictures: what was found in them, and where a model looks.
 *
 * <p>{@link org.sdptbench.reports.picture.PictureSheets} makes the sheets of a spec from run
 * records and the images beside them, and of nothing else: a grid with the ground truth and each
 * method's detections, and where attention maps were recorded, a grid of these. Each is a {@link
 * org.sdptbench.reports.picture.PictureSheet}, drawn when it is asked for; {@link
 * org.sdptbench.reports.picture.SheetRenderer} writes all of them as PNG files.
 *
 * <p>{@link org.sdptbench.reports.picture.RegionPainter} draws boxes, labels and scores on any
 * image.
 *
 * <p>Colours are chosen for colour-blind readers, text is drawn in a font that comes with the
 * program, and the same records and images give the same bytes. An image that is missing or is not
 * what its record says is said to be so in its place.
 */
@NullMarked
package org.sdptbench.reports.picture;

import org.jspecify.annotations.NullMarked;
