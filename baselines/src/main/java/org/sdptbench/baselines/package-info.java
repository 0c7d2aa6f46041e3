/**
 * The methods that SDPT is compared with, one package each.
 *
 * <p>Each is a {@link org.sdptbench.glip.peft.PeftMethod}, registered in {@code META-INF/services}.
 */
@NullMarked
package org.sdptbench.baselines;

import org.jspecify.annotations.NullMarked;
