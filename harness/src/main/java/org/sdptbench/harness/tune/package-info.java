/**
 * Chooses learning rates by validation AP, with the same number of trials for every method.
 *
 * <p>A {@link org.sdptbench.harness.tune.RateSearch} says which rates of one method are tried next;
 * {@link org.sdptbench.harness.tune.TunedRates} is what comes out of all of them, and {@link
 * org.sdptbench.harness.tune.RatesFile} the file in which a scale looks for it. Several tunings may
 * fill one: that of the learning rates, then that of a rate beside them, such as that of prediction
 * layers.
 */
@NullMarked
package org.sdptbench.harness.tune;

import org.jspecify.annotations.NullMarked;
