namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>A rectangle of a picture in which something is drawn, in pixels.</summary>
internal readonly record struct Panel(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;
}
