/**
 * Chooses learning rates by validation AP, with the same number of trials for every method.
 *
 * <p>A {@link org.sdptbench.harness.tune.RateSearch} says which rates of one method are tried next;
 * {@link org.sdptbench.harness.tune.TunedRates} is what comes out of all of them, as a file that a
 * scale names.
 */
@NullMarked
package org.sdptbench.harness.tune;

import org.jspecify.annotations.NullMarked;
