/**
 * What a spec can name, and how it is found: methods on the class path, data sets, and models with
 * their frozen weights and tokenizer.
 */
@NullMarked
package org.sdptbench.harness.catalog;

import org.jspecify.annotations.NullMarked;
