/**
 * Running one cell: its method, perhaps on top of another one, is trained on its task and evaluated
 * there and wherever else the cell says; what is left is a record, pictures and an adapter.
 *
 * <p>Settings of the recipe change the data that a cell sees: {@code shots} of the task picks few
 * images by GLIP's rule; {@code labels: zero-shot} puts what the frozen GLIP finds with a score of
 * at least {@code labelScore} in the place of the training boxes; {@code classes: base} trains the
 * first half of the classes only and tests either half with a caption of its own (metrics APbase,
 * APnew, and their harmonic mean APh); {@code augment: glip} varies training images, {@code
 * emptyImages: drop} leaves out those without an object; {@code prompts: written} asks for classes
 * as somebody has written for them; {@code testSplit: validation} tests on the validation split.
 * What follows from validation while training, a lower rate, an early end, and which parameters are
 * kept, is in {@link org.sdptbench.harness.cell.Selection}. Validation and test are always on real
 * boxes. Tasks are measured as COCO is, the long tail as LVIS is (APr, APc, APf); {@code bootstrap}
 * resamples of the test images, the same for every run on a data set, go into the record as well.
 */
@NullMarked
package org.sdptbench.harness.cell;

import org.jspecify.annotations.NullMarked;
