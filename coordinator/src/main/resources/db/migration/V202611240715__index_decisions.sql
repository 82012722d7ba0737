-- What people decided and how restores ended, over all restores by time: few among many facts.
create index restore_event_decision on restore_event (recorded_at desc, seq desc, restore_id)
  where type in ('RestoreStarted', 'FindingWaived', 'ApprovalGiven', 'HoldOrdered', 'HoldLifted',
    'BreakpointPassed', 'EndOrdered', 'StagesReset', 'StageSkipped', 'RestoreSucceeded', 'RestoreFailed',
    'RestoreCancelled');
