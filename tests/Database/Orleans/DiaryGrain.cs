
namespace ActiveActive.Tests.Database.Orleans;

public sealed class DiaryGrain([PersistentState("diary", OrleansSilo.StorageName)] IPersistentState<Diary> diary) : Grain, IDiaryGrain, IRemindable
{
    public Task WriteAsync(string text)
    {
        diary.State.Text = text;
        return diary.WriteStateAsync();
    }

    public async Task<string?> ReadAgainAsync()
    {
        await diary.ReadStateAsync();
        return diary.State.Text;
    }

    public Task ClearAsync() => diary.ClearStateAsync();

    public Task RemindAsync(string name) => this.RegisterOrUpdateReminder(name, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    public async Task<IReadOnlyList<string>> RemindersAsync() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public async Task ForgetAsync(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;
}
