namespace ActiveActive.Client.Watch.Frames;

/// <summary>One message of the watch protocol; <see cref="WatchConnection"/> tells how they follow each other.</summary>
internal abstract record WatchFrame;
