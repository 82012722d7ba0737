package dev.rekindle.system.traps;

/**
 * A row of the page.
 *
 * @param name what may happen
 * @param documented what was seen when the documentation was followed
 * @param rekindle what was seen, or is tested, with Rekindle
 * @param shownBy the run, and tests that hold it
 * @param bites whether the trap was seen to do harm; a row that did none is wrong
 * @param avoided whether Rekindle was seen to avoid it
 */
record Trap(
    String name,
    String documented,
    String rekindle,
    String shownBy,
    boolean bites,
    boolean avoided) {}
