package org.sdptbench.harness.data;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.text.ClassPrompt;

/**
 * What somebody has written for a caption in place of the names of some classes, as GLIP's authors
 * have for six sets of ODinW: another name, or words around it.
 *
 * @param byClass by the name of the class; classes that it lacks are asked for by their names
 */
public record WrittenPrompts(Map<String, ClassPrompt> byClass) {
  /** Every class is asked for by its name. */
  public static final WrittenPrompts NONE = new WrittenPrompts(Map.of());

  /** Defensive copy. */
  public WrittenPrompts {
    byClass = Map.copyOf(byClass);
  }

  /** How a class stands in a caption. */
  public ClassPrompt of(Category category) {
    @Nullable ClassPrompt written = byClass.get(category.name());
    return written == null ? ClassPrompt.of(category.name()) : written;
  }
}
