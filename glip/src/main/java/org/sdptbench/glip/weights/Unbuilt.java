package org.sdptbench.glip.weights;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a pickle for what was not built: an object of a class that no state dict has, or a
 * tensor that cannot be one. It can be called, given attributes and filled, and stays what it is.
 *
 * @param what the name of a class or function, or what is wrong, for messages
 * @param isName whether it is a name
 */
record Unbuilt(String what, boolean isName) {
  private static final int MOST_CHARACTERS = 200;

  /** Cuts what a hostile file makes long. */
  Unbuilt {
    what = shortened(what);
  }

  /** What could not be made of what was allowed. */
  Unbuilt(String what) {
    this(what, false);
  }

  /** A class or function that is not on the allow-list. */
  static Unbuilt named(String name) {
    return new Unbuilt(name, true);
  }

  /** What is wrong with it, for messages. */
  String problem() {
    return isName
        ? "it asks for %s, allowed are %s".formatted(what, TorchUnpickler.allowed())
        : what;
  }

  /** A text for a message. */
  static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + " …";
  }

  /**
   * The first that lies in a value or in its tuples, lists and dictionaries, at any depth; they may
   * contain themselves.
   *
   * @param seen what has been looked through already; grows
   */
  static Optional<Unbuilt> within(@Nullable Object value, Set<Object> seen) {
    if (value == null || !isOpen(value) || !seen.add(value)) {
      return Optional.empty();
    }
    Deque<Object> open = new ArrayDeque<>();
    for (Object next = value; next != null; next = open.poll()) {
      if (next instanceof Unbuilt unbuilt) {
        return Optional.of(unbuilt);
      }
      for (Object child : children(next)) {
        if (child != null && isOpen(child) && seen.add(child)) {
          open.add(child);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOpen(Object value) {
    return value instanceof Unbuilt || !children(value).isEmpty();
  }

  private static Collection<?> children(Object value) {
    return value instanceof Object[] tuple
        ? Arrays.asList(tuple)
        : value instanceof Collection<?> list
            ? list
            : value instanceof Map<?, ?> map ? map.values() : Collections.emptyList();
  }
}
