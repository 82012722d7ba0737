/** What coordinator and command line both know of service tokens: how one is spelled and hashed. */
@NullMarked
package dev.rekindle.contract.access;

import org.jspecify.annotations.NullMarked;
