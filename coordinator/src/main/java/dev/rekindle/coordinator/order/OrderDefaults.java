package dev.rekindle.coordinator.order;

import dev.rekindle.coordinator.restore.ApprovalPolicy;
import dev.rekindle.coordinator.restore.Timing;

/** What an order gets when nobody says otherwise. */
public record OrderDefaults(ApprovalPolicy approval, Timing timing) {}
