package weft.flow;

/**
 * An element and its place in its flow.
 *
 * @param index how many elements were before it
 * @param value the element
 * @param <T> the type of the element
 */
public record Indexed<T>(long index, T value) {}
