/**
 * Full fine-tuning: every parameter is trained, but for the classification layer that GLIP does not
 * use. Also the whole head alone, the ceiling of all methods that leave the encoders frozen. GLIP's
 * own recipe for ODinW freezes the two lowest stages of Swin; here they are trained.
 */
@NullMarked
package org.sdptbench.baselines.finetune;

import org.jspecify.annotations.NullMarked;
