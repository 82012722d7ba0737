/** Names of Kafka topics, spelled only here. */
@NullMarked
package dev.rekindle.contract.topic;

import org.jspecify.annotations.NullMarked;
