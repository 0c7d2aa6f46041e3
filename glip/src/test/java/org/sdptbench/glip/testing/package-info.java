/** What tests of this module and of those that build on it share: small random models, memory. */
@NullMarked
package org.sdptbench.glip.testing;

import org.jspecify.annotations.NullMarked;
