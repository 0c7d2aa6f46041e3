/** Zero-shot: GLIP as it was pre-trained. Nothing is trained. */
@NullMarked
package org.sdptbench.baselines.zeroshot;

import org.jspecify.annotations.NullMarked;
