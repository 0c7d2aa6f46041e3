/**
 * Looking at one image: a question with an image, phrases and perhaps a trained adapter; the answer
 * is what was found. No data set is opened.
 */
@NullMarked
package org.sdptbench.harness.detect;

import org.jspecify.annotations.NullMarked;
