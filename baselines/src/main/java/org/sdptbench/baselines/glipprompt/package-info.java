/**
 * GLIP's own prompt tuning (Li et al., CVPR 2022; public code, {@code language_prompt_v2}).
 *
 * <p>A trained table is added to the caption's features before the fusion, row i to token i. It
 * starts at zero, so training starts from GLIP. Nothing else is trained.
 *
 * <p>The public code allocates 1000 rows and uses as many as a caption may have tokens, 256; these
 * alone are declared here: 256·768 = 196,608 scalars for GLIP-T and GLIP-L. Captions pass through
 * the network without their padding, so a caption of L tokens gets the first L rows; rows at
 * padding would be masked wherever they could matter.
 *
 * <p>Rows belong to places in one caption: a table that was trained on a task means nothing for
 * another task's classes. GLIP trains it at a rate of 0.05 with a weight decay of 0.25.
 */
@NullMarked
package org.sdptbench.baselines.glipprompt;

import org.jspecify.annotations.NullMarked;
