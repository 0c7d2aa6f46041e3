/** Pre-trained models: architecture, frozen weights and tokenizer, by name. */
@NullMarked
package org.sdptbench.harness.model;

import org.jspecify.annotations.NullMarked;
